import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import picocolors from 'picocolors';
import { duration, roughly, seconds } from '../../../cli/duration.ts';
import { makeProgram } from '../../../cli/program.ts';
import { changes } from '../../../cli/render/progress.ts';
import { cut, table, wrapped } from '../../../cli/render/table.ts';
import { differences, shown } from '../../../cli/render/value.ts';
import { screenOn } from '../../../cli/screen.ts';
import { overridden } from '../../../cli/spec.ts';
import { VERSION } from '../../../cli/version.ts';
import { environmentLike } from '../../support/made-up-api.ts';

const colors = picocolors.createColors(false);

it('the version of the command line is that of the package', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(VERSION).toBe(version);
});

it('every command has a help with examples, in lines of 80 characters', () => {
  for (const command of makeProgram({}).commands.filter((command) => command.name() !== 'complete')) {
    let text = '';
    command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 80 }).outputHelp();
    expect(text).toContain('Examples:');
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  }
});

describe('times', () => {
  it.each([
    ['90s', 90_000],
    ['20m', 1_200_000],
    ['2h', 7_200_000],
  ])('%s are %i milliseconds', (text, milliseconds) => {
    expect(duration(text)).toBe(milliseconds);
  });

  it.each(['20', 'm', '-1s', '1.5h', '1d', ''])('%j is none', (text) => {
    expect(() => duration(text)).toThrow('Write it as 90s, 20m or 1h.');
  });

  it.each([
    [840, '0.8 s'],
    [42_400, '42 s'],
    [200_000, '3 min 20 s'],
  ])('%i milliseconds are told as %s', (milliseconds, text) => {
    expect(seconds(milliseconds)).toBe(text);
  });

  it.each([
    [-5_000, '0s'],
    [100_000, '100s'],
    [36 * 3_600_000, '36h'],
    [30 * 86_400_000, '30d'],
    [7 * 86_400_000 - 2_000, '7d'],
    [72 * 3_600_000 - 2_000, '72h'],
  ])('%i milliseconds are roughly %s', (milliseconds, text) => {
    expect(roughly(milliseconds)).toBe(text);
  });
});

describe('what flags say', () => {
  const file = { id: 'a', ttl: '1h', tags: { team: 'blue' }, encryption: { keyAlias: 'alias/a' } };

  it('stands in the place of what a file does', () => {
    expect(
      overridden(file, {
        cidr: ['203.0.113.7'],
        tag: ['team=red', 'a=b=c'],
        algorithm: 'aws:kms',
        protect: false,
      }),
    ).toEqual({
      id: 'a',
      ttl: '1h',
      allowedCidrs: ['203.0.113.7'],
      tags: { team: 'red', a: 'b=c' },
      encryption: { keyAlias: 'alias/a', algorithm: 'aws:kms' },
      deletionProtection: false,
    });
  });

  it('about its end leaves nothing of what a file says about it', () => {
    expect(overridden(file, { expiresAt: '2026-12-01T00:00:00Z' })).not.toHaveProperty('ttl');
    expect(overridden(file, { expiry: false })).toMatchObject({ expiresAt: null });
    expect(overridden(file, { expiry: true })).toEqual(file);
  });

  it('takes tags away one by one', () => {
    expect(overridden({}, { untag: ['owner'], tag: ['team=red'] })).toEqual({
      tags: { owner: null, team: 'red' },
    });
  });
});

describe('a screen', () => {
  const screen = (env: Record<string, string>, isTTY: boolean, color = true) => {
    let text = '';
    const stream = {
      isTTY,
      columns: 0,
      write: (part: string) => (text += part),
    } as unknown as NodeJS.WriteStream;
    return { ...screenOn(stream, env, color), text: () => text };
  };

  it('lets nothing steer the terminal but colours', () => {
    const { print, text } = screen({}, true);
    print('a\u001B[31mb\u001B[39m \u001B[2J \u001B]0;title\u0007 \u009B2J tab\t');
    expect(text()).toBe('a\u001B[31mb\u001B[39m \uFFFD[2J \uFFFD]0;title\uFFFD \uFFFD2J tab\t\n');
  });

  it('writes each line as one, and none that GitHub Actions takes for its own', () => {
    const { print, text } = screen({}, false);
    print('a\r\nb\nc', '::error::a', '  ::add-mask::a', 'a ::b', 'a ##[error]b');
    expect(text()).toBe('a b c\n: :error::a\n  : :add-mask::a\na ::b\na ## [error]b\n');
  });

  it.each([
    [{}, true, true, true],
    [{}, false, true, false],
    [{}, true, false, false],
    [{ NO_COLOR: '1' }, true, true, false],
    [{ NO_COLOR: '' }, true, true, true],
    [{ FORCE_COLOR: '1' }, false, true, true],
    [{ FORCE_COLOR: '0' }, true, true, false],
    [{ TERM: 'dumb' }, true, true, false],
  ])('with %j, terminal %s and --color %s is painted: %s', (env, isTTY, color, isPainted) => {
    expect(screen(env, isTTY, color).colors.isColorSupported).toBe(isPainted);
  });
});

describe('lines', () => {
  it('are in columns, colours or not, and the last is cut', () => {
    const red = picocolors.createColors(true).red;
    const rows = table(
      [
        [red('a'), 'b'],
        ['longer', 'c'.repeat(20)],
      ],
      16,
    );
    expect(rows).toEqual([`${red('a')}       b`, `longer  ${'c'.repeat(7)}…`]);
    expect(cut('abcdef', 4)).toBe('abc…');
  });

  it('break between words, and long words stay whole', () => {
    expect(wrapped('one two three', 7, '  ')).toEqual(['one two', '  three']);
    expect(wrapped('a '.concat('x'.repeat(20)), 7)).toEqual(['a', 'x'.repeat(20)]);
  });
});

describe('values', () => {
  it.each([
    [null, 'nothing'],
    ['', '""'],
    [[], 'none'],
    [['a', 1], 'a, 1'],
    [{ a: 1, b: true }, 'a=1, b=true'],
    [{}, 'none'],
    [{ Statement: [{ Effect: 'Allow' }] }, '1 statement: Statement 1'],
    [{ a: { b: 1 } }, '{"a":{"b":1}}'],
  ])('%j is shown as %s', (value, text) => {
    expect(shown(value)).toBe(text);
  });

  it('of statements that share a Sid are compared as a whole', () => {
    const of = (...effects: string[]) => ({ Statement: effects.map((Effect) => ({ Sid: 'Same', Effect })) });
    expect(differences(of('Allow', 'Deny'), of('Deny', 'Deny'))).toMatchObject([{ path: ['Statement'] }]);
  });

  it('that went and came are told as such', () => {
    expect(differences({ a: 1, b: 2 }, { b: 2, c: 3 })).toEqual([
      { path: ['a'], before: 1, after: undefined },
      { path: ['c'], before: undefined, after: 3 },
    ]);
  });
});

describe('progress', () => {
  const deleting = (objectVersions: number) =>
    environmentLike({
      status: 'DELETING',
      resources: [
        { logicalId: 'finalBucket', type: 's3-bucket', status: 'DELETING', progress: { objectVersions } },
      ],
    });

  it('tells each change once, and nothing of what stayed since before', () => {
    const news = changes(colors, environmentLike());
    expect(news(environmentLike({ status: 'UPDATING' }), 100)).toEqual(['   +0.1s  pr-123  UPDATING']);
    expect(news(environmentLike({ status: 'UPDATING' }), 200)).toEqual([]);
    expect(news(environmentLike(), 300)).toEqual(['   +0.3s  pr-123  READY']);
  });

  it('counts what a forced deletion removes, every ten seconds', () => {
    const news = changes(colors);
    expect(news(deleting(1000), 0)).toEqual([
      '   +0.0s  pr-123  DELETING',
      '   +0.0s  final bucket      DELETING     1,000 object versions removed',
    ]);
    expect(news(deleting(2000), 5_000)).toEqual([]);
    expect(news(deleting(3000), 11_000)).toEqual([
      '  +11.0s  final bucket      DELETING     3,000 object versions removed',
    ]);
  });
});
