import { describe, expect, it } from '@jest/globals';
import picocolors from 'picocolors';
import { Declined, UsageError } from '../../../cli/exit.ts';
import { endingOf } from '../../../cli/failure.ts';
import { flagOf, renderFailure } from '../../../cli/render/problem.ts';
import type { Problem } from '../../../client/contract.ts';
import { ConnectionError, CredentialsError, ProblemError } from '../../../client/errors.ts';

const paper = { colors: picocolors.createColors(false) };

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
    ['too many requests', problem(429, 'rate-limited'), 4],
    ['not available', problem(503, 'unavailable'), 1],
    ["a page that is not groundwork's", problem(404, 'internal'), 1],
    ['no credentials', new CredentialsError('none'), 5],
    ['no connection', new ConnectionError('none'), 1],
    ['a mistake in what was typed', new UsageError('none'), 2],
    ['not confirmed', new Declined('none'), 4],
    ['a bug', new Error('a bug'), 1],
  ])('%s', (_, thrown, code) => {
    expect(endingOf(thrown).exitCode).toBe(code);
  });

  it('says what to type next, where the API says what to send', () => {
    const instance = '/environments/pr-123';
    const thrown = new ProblemError({
      ...problem(409, 'deletion-protected').problem,
      instance,
      nextAction: 'PATCH it.',
    });
    const { failure, result } = endingOf(thrown);
    expect(failure?.nextAction).toBe('`groundwork update pr-123 --no-protect` allows it again.');
    expect(result).toMatchObject({ nextAction: 'PATCH it.' });
    const other = { ...problem(404).problem, nextAction: 'Look.' };
    expect(endingOf(new ProblemError(other)).failure?.nextAction).toBe('Look.');
  });

  it('of what nobody expected tells one line, and how to see more', () => {
    const { failure } = endingOf(new TypeError('x is not a function'));
    expect(failure).toMatchObject({
      detail: 'TypeError: x is not a function',
      nextAction: 'DEBUG=groundwork shows where.',
    });
  });
});
