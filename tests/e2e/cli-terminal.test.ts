import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { useCli } from '../support/cli.ts';
import { environmentLike, useMadeUpApi } from '../support/made-up-api.ts';
import { bash } from '../support/shell.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();
const api = useMadeUpApi();
const cli = useCli(() => ({ GROUNDWORK_URL: system.url }));

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

/** What stands on the terminal, whatever has been drawn over. */
const lines = (shown: string): string[] => stripVTControlCharacters(shown).split('\r\n');

const widest = (shown: string): number => Math.max(...lines(shown).map((line) => line.length));

describe('on a terminal', () => {
  it('a create shows each resource in a line with its state and time, within 80 columns', async () => {
    const { code, out } = await cli.onTerminal(['create', 'drawn', '--cidr', '203.0.113.7']);
    expect(code).toBe(0);
    const last = lines(out).slice(-30);
    for (const name of [
      'KMS key',
      'KMS alias',
      'initial bucket',
      'final bucket',
      'IAM role',
      'instance profile',
    ]) {
      expect(last).toContainEqual(expect.stringMatching(new RegExp(`^✔ +\\d+\\.\\d s  ${name} +READY `)));
    }
    expect(last).toContainEqual(expect.stringMatching(/^✔ drawn is READY after /));
    expect(out).toContain('\u001b[32m');
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  it('help, plans and lists fit into 80 columns', async () => {
    const commands = [
      'create',
      'update',
      'delete',
      'wait',
      'events',
      'import',
      'plan',
      'outputs',
      'completion',
    ];
    const shown = await Promise.all([
      cli.onTerminal(['--help']),
      ...commands.map((command) => cli.onTerminal([command, '--help'])),
      cli.onTerminal(['list']),
      cli.onTerminal(['update', 'drawn', '--cidr', '203.0.113.0/24', '--dry-run']),
    ]);
    expect(shown.map(({ out }) => widest(out)).filter((width) => width > 80)).toEqual([]);
    for (const { out } of shown.slice(0, -2)) expect(out).toContain('Examples:');
  });

  it.each([
    ['true', false],
    ['false', true],
    ['', true],
  ])('a wait where CI is %j is drawn over itself: %s', async (CI, isDrawn) => {
    api.answers({ body: environmentLike({ status: 'PROVISIONING' }) }, { body: environmentLike() });
    const { code, out } = await cli.onTerminal(['wait', 'pr-123'], [], { CI, GROUNDWORK_URL: api.url });
    expect(code).toBe(0);
    // Its cursor goes up.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
    expect(/\u001b\[\d*A/.test(out)).toBe(isDrawn);
  });

  it('with --no-color, NO_COLOR or in CI nothing is painted, or drawn over', async () => {
    const plain = await cli.onTerminal(['create', 'drawn', '--cidr', '203.0.113.7', '--no-color'], [], {
      CI: 'true',
    });
    expect(plain.out).not.toContain('\u001b');
    const listed = await cli.onTerminal(['list'], [], { NO_COLOR: '1' });
    expect(listed.out).not.toContain('\u001b');
    const forced = await cli.run(['list'], { env: { FORCE_COLOR: '1' } });
    expect(forced.out).toContain('\u001b[32mREADY');
  });
});

describe('delete', () => {
  it('shows what goes, asks for the id, and does nothing for another', async () => {
    const { code, out } = await cli.onTerminal(['delete', 'drawn'], [['to delete it: ', 'drown\r']]);
    const shown = stripVTControlCharacters(out);
    expect(shown).toContain('  - initial bucket  initial-drawn-');
    expect(shown).toContain('Plan: 0 to create, 0 to change, 6 to delete.');
    expect(shown).toContain("'drown' is not drawn.");
    expect(code).toBe(4);
    expect((await system.send('GET /environments/drawn')).body.status).toBe('READY');
  });

  it.each([
    ['Ctrl-C', CTRL_C],
    ['Ctrl-D', CTRL_D],
  ])('does nothing on %s', async (_, key) => {
    const { code, out } = await cli.onTerminal(['delete', 'drawn'], [['to delete it: ', key]]);
    expect([code, stripVTControlCharacters(out)]).toEqual([
      4,
      expect.stringContaining('It was not confirmed.'),
    ]);
    expect((await system.send('GET /environments/drawn')).body.status).toBe('READY');
  });

  it('does not even ask where data stands in the way', async () => {
    const { body } = await system.send('GET /environments/drawn');
    const Bucket = body.outputs.buckets.final.name;
    await system.s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
    const { code, out } = await cli.onTerminal(['delete', 'drawn']);
    expect([code, stripVTControlCharacters(out)]).toEqual([
      4,
      expect.stringContaining('delete drawn --force'),
    ]);
  });

  it('deletes when the id is typed', async () => {
    const { code, out } = await cli.onTerminal(
      ['delete', 'drawn', '--force'],
      [['to delete it: ', 'drawn\r']],
    );
    expect([code, stripVTControlCharacters(out)]).toEqual([
      0,
      expect.stringContaining('✔ drawn is DELETED after'),
    ]);
  });
});

describe('Ctrl-C', () => {
  it('while it waits ends with 130, and says that it goes on by itself', async () => {
    api.answers({ body: environmentLike({ status: 'PROVISIONING' }) });
    const { code, out } = await cli.onTerminal(['wait', 'pr-123'], [['initial bucket', CTRL_C]], {
      GROUNDWORK_URL: api.url,
    });
    const shown = stripVTControlCharacters(out);
    expect([code, shown]).toEqual([130, expect.stringContaining('Interrupted: pr-123 is PROVISIONING')]);
    expect(shown).toContain('`groundwork wait pr-123` waits on');
    // The cursor is there again.
    expect(out.lastIndexOf('\u001b[?25h')).toBeGreaterThan(out.lastIndexOf('\u001b[?25l'));
  });

  it('ends following of events', async () => {
    const event = (id: string, message: string) => {
      const time = `2026-11-26T16:45:5${id}.590Z`;
      return { id, time, type: 'request.accepted', message, actor: 'local', generation: 1, data: {} };
    };
    const [first, next] = [event('1', 'local asked for: create.'), event('2', 'The environment is READY.')];
    api.answers(
      { body: { items: [first] } },
      { body: { items: [first] } },
      { body: { items: [next, first] } },
    );
    const args = ['events', 'pr-123', '--follow', '--url', api.url];
    const { code, out } = await cli.onTerminal(args, [['is READY.', CTRL_C]]);
    expect([code, lines(out).filter((line) => line.includes('asked for'))]).toEqual([
      130,
      [expect.anything()],
    ]);
  });
});

it('bash completes commands, options, ids and files', async () => {
  api.answers({ body: { items: [environmentLike(), environmentLike({ id: 'gone', status: 'DELETED' })] } });
  writeFileSync(join(cli.folder, 'spec.yaml'), '');
  symlinkSync(cli.path, join(cli.folder, 'groundwork'));
  const completed = async (...words: string[]) => {
    const { out, err } = await bash(
      `cd '${cli.folder}'; PATH='${cli.folder}':$PATH
       source <(groundwork completion bash)
       COMP_WORDS=(groundwork ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
       compopt() { :; }
       __groundwork_complete; printf '%s\\n' "\${COMPREPLY[@]}"`,
      { GROUNDWORK_URL: api.url },
    );
    expect(err).toBe('');
    return out.trim().split('\n');
  };
  expect(await completed('rec')).toEqual(['reconcile']);
  expect(await completed('get', 'p')).toEqual(['pr-123']);
  expect(await completed('delete', '')).toEqual(['pr-123']);
  expect(await completed('create', '--ci')).toEqual(['--cidr']);
  expect(await completed('get', '--js')).toEqual(['--json']);
  expect(await completed('outputs', 'pr-123', '--format', 'd')).toEqual(['dotenv']);
  expect(await completed('list', '--status', 'DELETE')).toEqual(['DELETE_FAILED', 'DELETED']);
  expect(await completed('events', 'pr-123', '--type', 'aws')).toEqual(['aws.call']);
  expect(await completed('create', '--spec', 'sp')).toEqual(['spec.yaml']);
});
