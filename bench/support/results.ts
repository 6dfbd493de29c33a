import { type Goal, NOT_MEASURED, type Section, type Table } from '../part.ts';
import type { Machine } from './machine.ts';

/** What one part came to when it ran last. */
export interface Measured {
  title: string;
  /** RFC 3339, in UTC. */
  date: string;
  machine: Machine;
  goals: Goal[];
  tables: Table[];
  figures: unknown;
}

/** `results.json`: the last figures of each part, by its name. */
export type Results = Record<string, Measured>;

/** A section as it is kept. Drawings are not: what they show is among the figures. */
export const measured = (
  { figures, tables, goals }: Section,
  about: Pick<Measured, 'title' | 'date' | 'machine'>,
): Measured => ({ ...about, goals, tables: tables.filter((table) => !isDrawing(table)), figures });

/** What was measured anew in place of what was measured before, in this order of parts. */
export function merged(before: Results, anew: Results, order: readonly string[]): Results {
  const all = { ...before, ...anew };
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => place(a) - place(b)));
}

export const isDrawing = ({ rows }: Table): boolean => rows.every(({ length }) => length === 1);

/** A row per goal, the header first. */
export const goalRows = (parts: readonly { goals: readonly Goal[] }[]): string[][] => [
  ['goal', 'wanted', 'measured', ''],
  ...parts.flatMap(({ goals }) =>
    goals.map((goal) => [goal.what, goal.wanted, goal.measured, verdictOn(goal)]),
  ),
];

function verdictOn({ measured, met }: Goal): string {
  if (met) return 'met';
  return measured === NOT_MEASURED ? NOT_MEASURED : 'missed';
}
