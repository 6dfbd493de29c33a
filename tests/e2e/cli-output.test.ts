import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { useCli } from '../support/cli.ts';
import { environmentLike, useMadeUpApi } from '../support/made-up-api.ts';
import { bash } from '../support/shell.ts';

const api = useMadeUpApi();
const cli = useCli(() => ({ GROUNDWORK_URL: api.url }));

const provisioning = environmentLike({ status: 'PROVISIONING', resources: [] });
const failed = environmentLike({ status: 'FAILED', statusReason: 'aws-error: AccessDenied' });

it('is silent where its reader has seen enough', async () => {
  api.answers({
    body: { items: Array.from({ length: 100 }, (_, at) => environmentLike({ id: `pr-${at}` })) },
  });
  const script = `set -o pipefail; '${process.execPath}' '${cli.path}' list --json --limit 100 | head -n 1`;
  expect(await bash(script, { GROUNDWORK_URL: api.url })).toEqual({ code: 0, out: '{\n', err: '' });
});

describe('where nobody reads on', () => {
  const read = (command: string) =>
    bash(`set -o pipefail; '${process.execPath}' '${cli.path}' ${command}`, { GROUNDWORK_URL: api.url });

  it('goes on, and ends as it does', async () => {
    const pending = environmentLike({ status: 'PENDING', resources: [] });
    api.answers({ body: pending }, { body: provisioning }, { body: failed });
    expect(await read('wait pr-123 2>&1 | head -n 1')).toMatchObject({ code: 1, err: '' });
    expect(api.received).toHaveLength(3);
  });

  it('stops following', async () => {
    const event = { time: '2100-01-01T00:00:00Z', type: 'aws.call', message: 'a', data: {} };
    const page = (id: number) => ({ body: { items: [{ ...event, id: String(id) }] } });
    api.answers(page(1), page(2), page(3), page(4), page(5));
    expect(await read('events pr-123 --follow | head -n 1')).toMatchObject({ code: 0, err: '' });
  });

  it('fails in one line where it cannot be written', async () => {
    api.answers({ body: environmentLike() });
    const { code, err } = await read('get pr-123 > /dev/full');
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^✖ What it prints can't be written: ENOSPC.*\n$/),
    ]);
    expect((await read('get pr-123 2> /dev/full')).code).toBe(0);
  });
});

it('follows events although the connection breaks', async () => {
  const event = (id: string) => ({
    id,
    time: '2100-01-01T00:00:00Z',
    type: 'aws.call',
    message: id,
    data: {},
  });
  const stop = new AbortController();
  api.answers(
    { body: { items: [event('before')] } },
    { status: 502, body: {} },
    { status: 500, body: {} },
    { body: { items: [event('after'), event('before')] } },
    () => stop.abort(),
  );
  const { out } = await cli.run(['events', 'pr-123', '--follow'], { signal: stop.signal });
  expect(out).toMatch(/ before\n.* after\n$/);
});

it('tells what others wrote in one line, without colours, and gives no orders to the service that runs it', async () => {
  const message = 'denied\n::error::\u001b[31mnot so\u001b[0m ##[warning]nor so';
  const resource = { logicalId: 'key', type: 'kms-key', status: 'FAILED' } as const;
  const error = { code: 'aws-error', message, retryable: false } as const;
  api.answers({
    body: environmentLike({ ...failed, statusReason: message, resources: [{ ...resource, error }] }),
  });
  const { err } = await cli.run(['wait', 'pr-123'], { env: { FORCE_COLOR: '1' } });
  expect(stripVTControlCharacters(err)).toContain('denied ::error::not so ## [warning]nor so\n');
  expect(err).not.toMatch(/^\s*::/m);
  expect(err).not.toContain('\u001b[31mnot so');
  const { out } = await cli.run(['get', 'pr-123', '--json']);
  expect(JSON.parse(out).statusReason).toBe(message);
});
