import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { inColumns, withResults, withTables } from '../../../bench/support/page.ts';
import { goalRows, type Measured, measured, merged } from '../../../bench/support/results.ts';

const machine = { cpu: 'CPU', cores: 2, memory_gib: 8, node: '24.0.0', moto: '5.0.0', terraform: null };
const about = { title: 'Part', date: '2030-01-01T00:00:00.000Z', machine };
const TABLE = {
  title: 'Figures',
  rows: [
    ['', 'ms'],
    ['what', '12'],
  ],
};
const GOAL = { what: 'to be quick', wanted: '<= 10', measured: '12', met: false };

const part = (figures: unknown): Measured => measured({ figures, tables: [TABLE], goals: [GOAL] }, about);

const file = (name: string) => new URL(`../../../bench/${name}`, import.meta.url);

it('bench/README.md and docs/cost.md hold what results.json holds; `npm run bench -- --table` writes it', () => {
  const page = readFileSync(file('README.md'), 'utf8');
  const results = existsSync(file('results.json'))
    ? JSON.parse(readFileSync(file('results.json'), 'utf8'))
    : {};
  expect(page).toBe(withResults(page, results));
  const bill = readFileSync(file('../docs/cost.md'), 'utf8');
  expect(bill).toBe(withTables(bill, results.cost?.tables ?? []));
});

describe('results', () => {
  const order = ['ready', 'path', 'load'];

  it('of parts that did not run stay, of those that did are replaced', () => {
    expect(merged({ ready: part(1), load: part(2) }, { ready: part(3) }, order)).toEqual({
      ready: part(3),
      load: part(2),
    });
  });

  it('stand in the order of the parts, whichever ran first', () => {
    const all = merged({ load: part(1), gone: part(2) }, { path: part(3), ready: part(4) }, order);
    expect(Object.keys(all)).toEqual(['ready', 'path', 'load', 'gone']);
  });

  it('keep tables, and leave drawings to the terminal', () => {
    const drawing = { title: 'Timeline', rows: [['###'], [' ##']] };
    const { tables } = measured({ figures: {}, tables: [drawing, TABLE], goals: [] }, about);
    expect(tables).toEqual([TABLE]);
  });

  it('tell each goal whether it was met', () => {
    const unknown = { ...GOAL, measured: 'not measured' };
    expect(goalRows([{ goals: [GOAL] }, { goals: [{ ...GOAL, met: true }, unknown] }])).toEqual([
      ['goal', 'wanted', 'measured', ''],
      ['to be quick', '<= 10', '12', 'missed'],
      ['to be quick', '<= 10', '12', 'met'],
      ['to be quick', '<= 10', 'not measured', 'not measured'],
    ]);
  });
});

describe('a page', () => {
  const page = readFileSync(file('README.md'), 'utf8');
  const written = withResults(page, { part: part({}) });

  it('gets goals and tables between its marks, with when and on what they were measured', () => {
    expect(written).toContain('| to be quick | <= 10 | 12 | missed |');
    expect(written).toContain(
      '### Part\n\n2030-01-01, 2 x CPU, 8 GiB, Node 24.0.0, moto 5.0.0.\n\n**Figures**\n',
    );
    expect(written).toContain('| what | 12 |');
  });

  it('stays otherwise as it is, however often it is written', () => {
    expect(withResults(written, { part: part({}) })).toBe(written);
    expect(withResults(written, {}).split('## Results')[0]).toBe(page.split('## Results')[0]);
  });

  it('without marks is not touched', () => {
    expect(() => withResults('# Page', {})).toThrow('the page has no');
  });
});

describe('in a terminal', () => {
  it('columns are as wide as what is in them', () => {
    expect(inColumns(TABLE).split('\n')).toEqual(['Figures', '', '      ms', '----  --', 'what  12']);
  });

  it('a drawing stays as it is drawn', () => {
    const rows = [['  ##   ##'], [' -']];
    expect(inColumns({ title: 'T', rows })).toBe('T\n\n  ##   ##\n -');
  });
});
