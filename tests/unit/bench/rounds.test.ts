import { describe, expect, it } from '@jest/globals';
import {
  DELAYS,
  goalsOf,
  type Measured,
  type Name,
  summary,
  tableOf,
  WORKS,
} from '../../../bench/ready/rounds.ts';

/** Three rounds of everything, `seconds` the median. */
const rounds = (name: Name, seconds: number): Measured[] =>
  WORKS.flatMap((work) =>
    DELAYS.flatMap((delay) =>
      [1.5, 1, 0.5].map((factor) => ({ name, work, delay, seconds: seconds * factor, calls: 20 })),
    ),
  );

const figures = summary([
  ...rounds('groundwork', 1),
  ...rounds('sequential', 2.4),
  ...rounds('terraform', 20),
]);

it('rounds come to a median, the least and the most, by work, name and delay', () => {
  expect(figures.remove.sequential?.delay_50_ms).toEqual({
    median_seconds: 2.4,
    min_seconds: 1.2,
    max_seconds: 3.6,
    rounds: 3,
    calls: 20,
  });
});

describe('the goals', () => {
  it('are held against medians of the same run', () => {
    expect(goalsOf(figures.create).map(({ measured, wanted, met }) => [measured, wanted, met])).toEqual([
      ['20.0 x', '>= 20 x', true],
      ['20.0 x', '>= 10 x', true],
      ['2.40 x', '>= 2.5 x', false],
      ['2.40 x', '>= 2.5 x', false],
    ]);
  });

  it('are not met where somebody was not there, and that is told', () => {
    const { create } = summary([...rounds('groundwork', 1), ...rounds('sequential', 3)]);
    expect(goalsOf(create).map(({ measured, met }) => [measured, met])).toEqual([
      ['not measured', false],
      ['not measured', false],
      ['3.00 x', true],
      ['3.00 x', true],
    ]);
  });
});

it('the table has who was measured, by how much they differ, and who was missing', () => {
  const { rows } = tableOf('', figures.create, [{ name: 'cli', reason: 'no aws' }]);
  expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([6]));
  expect(rows.map(([first, second]) => [first, second])).toEqual([
    ['', '+0 ms a call'],
    ['groundwork, through the API', '1.00 (0.50-1.50)'],
    ['sequential SDK script', '2.40 (1.20-3.60)'],
    ['Terraform', '20.00 (10.00-30.00)'],
    ['sequential SDK script / groundwork', '2.40 x'],
    ['Terraform / groundwork', '20.0 x'],
    ['shell script, AWS CLI (not measured: no aws)', '-'],
  ]);
});
