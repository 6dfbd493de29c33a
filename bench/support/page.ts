import { table } from '../../scripts/local/comparison.ts';
import type { Table } from '../part.ts';
import type { Machine } from './machine.ts';
import { goalRows, isDrawing, type Measured, type Results } from './results.ts';

const BEGIN = '<!-- What `npm run bench` measured last; it writes this. -->';
const END = '<!-- That was it. -->';

/** A page with the results between its two marks. @throws Error when it has none */
export function withResults(page: string, results: Results): string {
  const parts = Object.values(results);
  const goals = { title: 'Goals', rows: goalRows(parts) };
  return between(page, [inMarkdown(goals), ...parts.map(sectionOf)]);
}

/** A page with these tables between its two marks. @throws Error when it has none */
export const withTables = (page: string, tables: readonly Table[]): string =>
  between(page, tables.map(inMarkdown));

function between(page: string, sections: readonly string[]): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`the page has no ${BEGIN} before a ${END}`);
  return `${page.slice(0, from)}${[BEGIN, ...sections, page.slice(to)].join('\n\n')}`;
}

/** For a terminal or a log: columns as wide as what is in them. */
export function inColumns({ title, rows }: Table): string {
  const widths = Array.from({ length: Math.max(...rows.map(({ length }) => length)) }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const [head = [], ...body] = rows;
  const line = head.map((_, column) => '-'.repeat(widths[column] ?? 0));
  return `${title}\n\n${table(isDrawing({ title, rows }) ? rows : [head, line, ...body], widths)}`;
}

const sectionOf = ({ title, date, machine, tables }: Measured): string =>
  [`### ${title}`, `${date.slice(0, 10)}, ${inWords(machine)}.`, ...tables.map(inMarkdown)].join('\n\n');

const inWords = ({ cores, cpu, memory_gib, node, moto, terraform }: Machine): string =>
  [
    `${cores} x ${cpu}`,
    `${memory_gib} GiB`,
    `Node ${node}`,
    `moto ${moto}`,
    ...(terraform ? [`Terraform ${terraform}`] : []),
  ].join(', ');

function inMarkdown({ title, rows }: Table): string {
  const [head = [], ...body] = rows;
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [`**${title}**`, '', row(head), row(head.map(() => '---')), ...body.map(row)].join('\n');
}
