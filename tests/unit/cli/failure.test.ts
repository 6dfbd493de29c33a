import { describe, expect, it } from '@jest/globals';
import picocolors from 'picocolors';
import { Declined, UsageError } from '../../../cli/exit.ts';
import { endingOf } from '../../../cli/failure.ts';
import { flagOf, renderFailure } from '../../../cli/render/problem.ts';
import type { Problem } from '../../../client/contract.ts';
import { ConnectionError, CredentialsError, ProblemError } from '../../../client/errors.ts';
import { PROBLEM_EXAMPLES } from '../../../lib/api/problem-examples.ts';

const paper = { colors: picocolors.createColors(false) };
const URL_ASKED = 'http://localhost:3000';

describe('a failure', () => {
  it('has its title, detail, every mistake by its flag, what to do, and the request', () => {
    const failure = {
      title: 'The request has mistakes',
      detail: 'There are 2 mistakes.',
      errors: [
        { pointer: '/allowedCidrs/0', detail: 'is no block' },
        { pointer: '/colour', detail: 'is not known' },
      ],
      nextAction: 'Correct what `errors` lists.',
      requestId: '49d8e3c4',
    };
    expect(renderFailure(failure, paper.colors, 80)).toEqual([
      '✖ The request has mistakes',
      '  There are 2 mistakes.',
      '    --cidr (/allowedCidrs/0)  is no block',
      '    /colour                   is not known',
      '  → Correct what `errors` lists.',
      '  request 49d8e3c4',
    ]);
  });

  it('that is long is wrapped', () => {
    const errors = [{ pointer: '/allowedCidrs/0', detail: 'word '.repeat(30).trim() }];
    const lines = renderFailure({ title: 'x', detail: 'word '.repeat(30).trim(), errors }, paper.colors, 80);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it.each([
    ['/encryption/algorithm', '--algorithm'],
    ['/encryption/keyAlias', undefined],
    ['/query/status', '--status'],
    ['/headers/if-match', '--if-match'],
    ['', undefined],
  ])('at %j is said with %s', (pointer, flag) => {
    expect(flagOf(pointer)).toBe(flag);
  });
});

describe('how it ends', () => {
  const problem = (status: number, code = 'not-found') =>
    new ProblemError({ status, code, title: '', detail: '' } as Problem);

  it.each<[name: string, thrown: Error, code: number]>([
    ['what is not there', problem(404), 4],
    ['what is refused', problem(409), 4],
    ['nobody knows who asks', problem(401, 'unauthenticated'), 5],
    ['not allowed to', problem(403, 'forbidden'), 5],
    ['a quota', problem(403, 'quota-exceeded'), 4],
    ['too many requests', problem(429, 'rate-limited'), 1],
    ['not available', problem(503, 'unavailable'), 1],
    ["a page that is not groundwork's", problem(404, 'internal'), 1],
    ['no credentials', new CredentialsError('none'), 5],
    ['no connection', new ConnectionError('none'), 1],
    ['a mistake in what was typed', new UsageError('none'), 2],
    ['not confirmed', new Declined('none'), 4],
    ['a bug', new Error('a bug'), 1],
  ])('%s', (_, thrown, code) => {
    expect(endingOf(thrown, URL_ASKED).exitCode).toBe(code);
  });

  it('says what to type next, where the API says what to send', () => {
    const instance = '/environments/pr-123';
    const thrown = new ProblemError({
      ...problem(409, 'deletion-protected').problem,
      instance,
      nextAction: 'PATCH it.',
    });
    const { failure, result } = endingOf(thrown, URL_ASKED);
    expect(failure?.nextAction).toBe('`groundwork update pr-123 --no-protect` allows it again.');
    expect(result).toMatchObject({ nextAction: 'PATCH it.' });
    const other = { ...problem(404).problem, nextAction: 'Look.' };
    expect(endingOf(new ProblemError(other), URL_ASKED).failure?.nextAction).toBe('Look.');
  });

  it.each<[code: keyof typeof PROBLEM_EXAMPLES, said: Partial<Problem>, told: string]>([
    [
      'environment-exists',
      { detail: 'Environment pr-123 exists with another spec.' },
      'Choose another id. To change it: `groundwork update pr-123`, or this command with --or-update.',
    ],
    [
      'environment-exists',
      { nextAction: 'Wait until GET /environments/pr-123 says DELETED; then the id can be used again.' },
      '`groundwork wait pr-123 --for deleted` waits for that; with --or-update this command does.',
    ],
    ['environment-exists', { instance: '/imports' }, 'or change it with `groundwork update pr-123`.'],
    ['not-found', {}, '`groundwork list` lists those there are.'],
    ['not-found', { nextAction: 'GET /openapi.json lists the paths there are.' }, 'GROUNDWORK_URL'],
    ['gone', {}, '`groundwork restore pr-123` takes the deletion back while the key exists.'],
    [
      'not-ready',
      { nextAction: 'Wait with GET /environments/pr-123/ready.' },
      'Wait with `groundwork wait pr-123`.',
    ],
    ['import-refused', {}, '--dry-run shows the whole plan.'],
    [
      'forbidden',
      { nextAction: 'Leave evenIfProtected out; PATCH it with {"deletionProtection": false} first.' },
      'Leave --even-if-protected out; `groundwork update <id> --no-protect` first.',
    ],
    ['forbidden', { nextAction: 'Leave out the header groundwork-tenant.' }, 'Leave out --tenant.'],
  ])('of %s and %j says %s', (code, said, told) => {
    const example = PROBLEM_EXAMPLES[code] as Problem;
    const { failure } = endingOf(new ProblemError({ ...example, ...said }), URL_ASKED);
    expect(failure?.nextAction).toContain(told);
  });

  it('speaks of no request of the API, whatever the problem', () => {
    for (const [code, example] of Object.entries(PROBLEM_EXAMPLES)) {
      // What the command line sends is JSON, an object; and it doesn't ask /ready.
      if (['invalid-json', 'unsupported-media-type', 'not-ready'].includes(code)) continue;
      const { failure } = endingOf(new ProblemError(example as Problem), URL_ASKED);
      expect(failure?.nextAction).not.toMatch(/GET|POST|PATCH|DELETE|=true|ETag|Retry-After| -H /);
    }
  });

  it('of a restore of what is not deleted says that there is nothing to restore', () => {
    const example = PROBLEM_EXAMPLES['environment-exists'] as Problem;
    const instance = '/environments/pr-123/restore';
    const nextAction =
      'Only a deletion can be taken back. To repair it: POST /environments/pr-123/reconcile.';
    const thrown = new ProblemError({ ...example, instance, nextAction });
    expect(endingOf(thrown, URL_ASKED).failure).toMatchObject({
      title: 'There is nothing to restore',
      nextAction: 'Only a deletion can be taken back. To repair it: `groundwork reconcile pr-123`.',
    });
  });

  it("says how to start one only where it is to be on one's own machine", () => {
    const thrown = new ConnectionError('none');
    const nextAt = (url: string) => endingOf(thrown, url).failure?.nextAction;
    expect(nextAt('http://127.0.0.1:3000')).toContain('`npm start`');
    expect(nextAt('https://api.example.com')).not.toContain('npm start');
  });

  it('of what nobody expected tells one line, and how to see more', () => {
    const { failure } = endingOf(new TypeError('x is not a function'), URL_ASKED);
    expect(failure).toMatchObject({
      detail: 'TypeError: x is not a function',
      nextAction: 'DEBUG=groundwork shows where.',
    });
  });
});
