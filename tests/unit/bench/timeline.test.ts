import { describe, expect, it } from '@jest/globals';
import { gantt, svg } from '../../../bench/path/timeline.ts';

const rows = [
  { label: 'DynamoDB.PutItem Environments', begin: 0, end: 100, level: 1, isOnChain: true },
  { label: 'KMS.CreateKey', begin: 500, end: 600, level: 2, isOnChain: false },
  { label: `S3.PUT ${'long '.repeat(20)}`, begin: 900, end: 1000, level: 10, isOnChain: true },
];

describe('a timeline in text', () => {
  const [scale = '', ...lines] = gantt(rows, 1000);

  it('fits into 110 columns, whatever the labels', () => {
    expect(Math.max(...[scale, ...lines].map(({ length }) => length))).toBe(110);
  });

  it('has a line per call with its level, a star on the chain, and its name', () => {
    expect(lines.map((line) => line.slice(0, 21))).toEqual([
      ' 1* DynamoDB.PutItem ',
      ' 2  KMS.CreateKey    ',
      '10* S3.PUT long long ',
    ]);
  });

  it('draws a call where it was under way: from the first column to the last', () => {
    const width = scale.trimStart().length;
    const bars = lines.map((line) => line.slice(110 - width));
    expect(bars.map((bar) => bar.trimStart()[0])).toEqual(['#', '-', '#']);
    const places = bars.map((bar) => [bar.search(/\S/), bar.trimEnd().length].map((at) => at / width));
    expect(places[0]?.[0]).toBe(0);
    expect(places[1]?.[0]).toBeCloseTo(0.5, 1);
    expect(places[2]?.[1]).toBe(1);
  });

  it('shows a call that took no time', () => {
    const [, line = ''] = gantt([{ label: 'x', begin: 1000, end: 1000, level: 1, isOnChain: true }], 1000);
    expect(line.trimEnd()).toMatch(/ #$/);
    expect(line.length).toBe(110);
  });
});

describe('a timeline as a picture', () => {
  const picture = svg('a < b & c', rows, 1000, 100);

  it('has a bar per call, those of the chain told apart', () => {
    expect(picture.match(/<rect class="(chain|call)"/g)).toEqual([
      '<rect class="chain"',
      '<rect class="call"',
      '<rect class="chain"',
    ]);
  });

  it('has a line per step, and both ends', () => {
    expect(picture.match(/<line /g)).toHaveLength(11);
  });

  it('is well formed whatever is written into it', () => {
    expect(picture).toContain('<title>a &lt; b &amp; c</title>');
    expect(picture).not.toMatch(/&(?!lt;|gt;|amp;)|NaN|undefined/);
  });
});
