import { describe, expect, it } from '@jest/globals';
import { type Emptied, emptied } from '../../../bench/emptying/emptying-report.ts';
import { type Figures, grown } from '../../../bench/growth/growth-report.ts';
import { readingOf } from '../../../bench/growth/reading.ts';

const figures = (ownMilliseconds: number, items = 20): Figures => ({
  milliseconds: 100,
  emulatorMilliseconds: 90,
  ownMilliseconds,
  cpuMilliseconds: 5,
  calls: 1,
  repeats: 0,
  reads: [{ what: 'Query', limit: 20, items }],
});

const met = (after: Figures): boolean[] =>
  grown([
    { records: 100, figures: { list: figures(10) } },
    { records: 100_000, figures: { list: after } },
  ]).goals.map((goal) => goal.met);

describe('growth', () => {
  it('is none as long as the own part and what is read stay as they were', () => {
    expect(met(figures(13))).toEqual([true, true, true]);
  });

  it('is told when the own part becomes longer, whatever the emulator takes', () => {
    expect(met({ ...figures(13.1), emulatorMilliseconds: 0 })).toEqual([false, true, true]);
  });

  it('is told when the whole becomes longer, be it in the emulator alone', () => {
    expect(met({ ...figures(10), milliseconds: 131, emulatorMilliseconds: 121 })).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('is none when the SDK asks again because the emulator is slow, but that is told', () => {
    const goal = grown([
      { records: 100, figures: { list: figures(10) } },
      { records: 100_000, figures: { list: { ...figures(10), repeats: 3 } } },
    ]).goals.at(-1);
    expect(goal).toMatchObject({ met: true, measured: expect.stringContaining('3 repeated') });
  });

  it('is told when more is read or asked', () => {
    expect(met(figures(10, 21))).toEqual([true, true, false]);
    expect(met({ ...figures(10), calls: 2 })).toEqual([true, true, false]);
  });
});

describe('what a call to DynamoDB read', () => {
  const body = (value: unknown) => Buffer.from(JSON.stringify(value));

  it('is one item or none for a key', () => {
    expect(readingOf('GetItem', body({}), body({ Item: {} }))).toMatchObject({ what: 'GetItem', items: 1 });
    expect(readingOf('GetItem', body({}), body({}))).toMatchObject({ items: 0 });
  });

  it('is what was looked at, also without being returned, of at most so many', () => {
    const reading = readingOf(
      'Query',
      body({ IndexName: 'due', Limit: 5 }),
      body({ Count: 1, ScannedCount: 4 }),
    );
    expect(reading).toEqual({ what: 'Query due', limit: 5, items: 4 });
  });
});

describe('emptying', () => {
  const by = (who: Emptied['by'], seconds: number): Emptied => ({
    by: who,
    versions: 1000,
    seconds,
    emulatorShare: 1,
    calls: 10,
  });

  it('is compared by what goes in a second', () => {
    const { goals } = emptied([by('groundwork', 2), by('AWS CLI', 5)]);
    expect(goals).toMatchObject([{ measured: '2.5 times as many per second', met: true }]);
  });

  it('without the AWS CLI tells why nothing is compared, and meets no goal', () => {
    const { tables, goals } = emptied([by('groundwork', 2)], 'there is no jq on the PATH');
    expect(goals).toMatchObject([{ measured: 'not measured', met: false }]);
    expect(tables[0]?.rows.at(-1)).toEqual([
      '1,000',
      'AWS CLI',
      ...['-', '-', '-', '-'],
      'not measured: there is no jq on the PATH',
    ]);
  });

  it('is not compared with what is missing for no reason', () => {
    expect(() => emptied([by('groundwork', 2)])).toThrow('AWS CLI did not empty 1000');
  });

  it('is not met when the AWS CLI is faster', () => {
    expect(emptied([by('groundwork', 5), by('AWS CLI', 2)]).goals).toMatchObject([{ met: false }]);
  });
});
