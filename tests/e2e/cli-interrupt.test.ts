import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { useCli } from '../support/cli.ts';
import { useMadeUpApi } from '../support/made-up-api.ts';

const api = useMadeUpApi();
const cli = useCli();

const BUSY = { status: 503, headers: { 'retry-after': '1' }, body: { message: 'Service Unavailable' } };

/** Runs it until it is interrupted, with Ctrl-C as a shell does, from within an answer. */
async function interrupted(args: readonly string[], input = '', answer?: typeof BUSY) {
  const child = spawn(process.execPath, [cli.path, ...args], {
    cwd: cli.folder,
    env: { ...process.env, GROUNDWORK_URL: api.url },
  });
  const interrupt = () => void child.kill('SIGINT');
  api.answers(...(answer ? [answer] : []), interrupt);
  child.stdin.end(input);
  const [out, err, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code, signal, out, err };
}

describe('Ctrl-C before the answer', () => {
  it.each<[name: string, args: string[]]>([
    ['a create', ['create', 'pr-123']],
    ['an update', ['update', 'pr-123', '--ttl', '1h', '--if-match', '"a"']],
    ['a deletion', ['delete', 'pr-123', '--yes', '--if-exists']],
    ['a repair', ['reconcile', 'pr-123', '--no-wait']],
    ['a restore', ['restore', 'pr-123']],
    ['an import', ['import', '--id', 'pr-123']],
  ])('of %s ends with 130, and says where to look', async (_, args) => {
    const { code, out, err } = await interrupted(args);
    expect([code, out]).toEqual([130, '']);
    expect(err).toMatch(/^✖ Interrupted before it was answered\n {2}→ It may have been accepted/);
    expect(err.replace(/\s+/g, ' ')).toContain('`groundwork get pr-123` shows it.');
    expect(api.received).toHaveLength(1);
  });

  it('of a create without an id says the id', async () => {
    const { err } = await interrupted(['create', '--spec', '-'], 'ttl: 1h\n');
    const { id } = JSON.parse(api.received[0]?.body ?? '');
    expect(err.replace(/\s+/g, ' ')).toContain(`\`groundwork get ${id}\``);
  });

  it('of a create with a key of its own says where ids are', async () => {
    const { code, out } = await interrupted(['create', '--idempotency-key', 'mine', '--json']);
    expect([code, JSON.parse(out)]).toEqual([
      130,
      expect.objectContaining({ nextAction: expect.stringContaining('`groundwork list`') }),
    ]);
    expect(api.received[0]).toMatchObject({ body: '{}', headers: { 'idempotency-key': 'mine' } });
  });

  it('ends the asking again, too', async () => {
    const { code } = await interrupted(['create', 'pr-123'], '', {
      ...BUSY,
      headers: { 'retry-after': '1' },
    });
    expect(code).toBe(130);
  });

  it('of a look ends it as any program', async () => {
    expect(await interrupted(['get', 'pr-123'])).toMatchObject({ signal: 'SIGINT', out: '', err: '' });
    expect(await interrupted(['create', 'pr-123', '--dry-run'])).toMatchObject({ signal: 'SIGINT' });
  });
});
