import { describe, expect, it } from '@jest/globals';
import { assignments, type Contexts, interpolated } from '../../support/action.ts';

/** What stands in for GitHub's runner in other tests has to fail where the runner would. */

const contexts: Contexts = {
  inputs: { id: 'pr-123', url: '' },
  env: { GROUNDWORK_URL: 'https://groundwork.example.com' },
  steps: { environment: { status: 'READY' } },
  actionPath: '/action',
};

const resultOf = (expression: string): string => interpolated(`at $\{{ ${expression} }}.`, contexts);

describe('an expression', () => {
  it.each([
    ['inputs.id', 'at pr-123.'],
    ['inputs.url || env.GROUNDWORK_URL', 'at https://groundwork.example.com.'],
    ['steps.environment.outputs.status', 'at READY.'],
    ['steps.environment.outputs.nothing', 'at .'],
    ['github.action_path', 'at /action.'],
  ])('%s has its value', (expression, value) => expect(resultOf(expression)).toBe(value));

  it.each(['inputs.none', 'github.token', 'success()', 'inputs.id == 1'])('%s is not known', (expression) =>
    expect(() => resultOf(expression)).toThrow('is not known here'),
  );

  it("is what the shell's variables are not", () => {
    expect(interpolated('$GROUNDWORK_URL', contexts)).toBe('$GROUNDWORK_URL');
  });
});

describe('a file of outputs', () => {
  it('has lines, and blocks between marks', () => {
    expect(assignments('a=1=2\nb<<mark\none\n\ntwo=2\nmark\nc=\n')).toEqual({
      a: '1=2',
      b: 'one\n\ntwo=2',
      c: '',
    });
  });

  it.each([
    ['a line that is none', 'a'],
    ['a block without its end', 'a<<mark\none\n'],
  ])('is refused for %s', (_, text) => expect(() => assignments(text)).toThrow());
});
