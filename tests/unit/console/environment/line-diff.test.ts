import { describe, expect, it } from '@jest/globals';
import { folded, lineDiff, linesOf } from '../../../../console/page/ui/line-diff.ts';

const SIGNS = { same: ' ', removed: '-', added: '+' };
const diff = (before: unknown, after: unknown) =>
  lineDiff(linesOf(before), linesOf(after)).map(({ kind, text }) => SIGNS[kind] + text);

describe('two documents line by line', () => {
  it('show what was taken away before what came in its place', () => {
    expect(diff({ a: 1, b: [1, 2] }, { b: [1, 3], a: 1 })).toEqual([
      ' {',
      '   "a": 1,',
      '   "b": [',
      '     1,',
      '-    2',
      '+    3',
      '   ]',
      ' }',
    ]);
  });

  it('are the same whatever order their names have', () => {
    expect(diff({ x: { b: 1, a: 2 } }, { x: { a: 2, b: 1 } }).every((line) => line.startsWith(' '))).toBe(
      true,
    );
  });

  it('give back both texts', () => {
    const [before, after] = [
      ['a', 'b', 'c', 'a', 'b', 'b', 'a'],
      ['c', 'b', 'a', 'b', 'a', 'c'],
    ];
    const lines = lineDiff(before, after);
    const without = (kind: string) => lines.filter((line) => line.kind !== kind).map(({ text }) => text);
    expect(without('added')).toEqual(before);
    expect(without('removed')).toEqual(after);
    expect(lines.filter(({ kind }) => kind === 'same')).toHaveLength(4);
  });

  it('may be a single value, or nothing', () => {
    expect(diff(3600, 43_200)).toEqual(['-3600', '+43200']);
    expect(diff(null, 'Enabled')).toEqual(['-null', '+Enabled']);
  });
});

describe('a long document', () => {
  const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);

  it('shows three lines around what differs, and how many others there are', () => {
    const shown = folded(lineDiff(lines, lines.with(10, 'other')));
    expect(shown.map((line) => (typeof line === 'number' ? line : SIGNS[line.kind] + line.text))).toEqual([
      7,
      ' line 7',
      ' line 8',
      ' line 9',
      '-line 10',
      '+other',
      ' line 11',
      ' line 12',
      ' line 13',
      6,
    ]);
  });

  it('is one number where nothing differs', () => {
    expect(folded(lineDiff(lines, lines))).toEqual([20]);
  });
});
