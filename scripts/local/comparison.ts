import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../../lib/environment/plan.ts';
import { type RecordedCall, writesOf } from '../../tests/support/recording-proxy.ts';

/** What it took to make or to delete everything. */
export interface Effort {
  seconds: number;
  calls: RecordedCall[];
}

/** The services that groundwork keeps its own books in. */
const OWN = /^(DynamoDB|SQS|Events)\./;
const GAP = 2;

/** Rows of a table, the efforts of both sides next to each other. */
export function effortRows(what: string, terraform: Effort, groundwork: Effort): string[][] {
  const sides = [terraform, groundwork].map(({ seconds, calls }) => {
    const toAws = calls.filter(({ name }) => !OWN.test(name));
    const writes = writesOf({ calls: toAws }).length;
    const own = calls.length - toAws.length;
    return { seconds, all: toAws.length, writes, reads: toAws.length - writes, own };
  });
  return [
    [what, ...sides.map(({ seconds }) => inSeconds(seconds))],
    ['  API calls to KMS, IAM, S3 and STS', ...sides.map(({ all }) => String(all))],
    ['    that read', ...sides.map(({ reads }) => String(reads))],
    ['    that write', ...sides.map(({ writes }) => String(writes))],
    ['  to DynamoDB, SQS and EventBridge', ...sides.map(({ own }) => (own ? String(own) : '-'))],
  ];
}

export const inSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`;

/** Rows of a table: what the plan would change, by resource; those with the same changes stand together. */
export function differenceRows({ resources }: Plan): string[][] {
  const groups = new Map<string, { names: string[]; rows: string[][] }>();
  for (const { logicalId, aspects } of resources) {
    const rows = aspects.map(({ aspect, before, after }) => [
      `  ${aspect}`,
      inWords(withoutEqual(before, after)),
      inWords(withoutEqual(after, before)),
    ]);
    const key = rows.length > 0 ? JSON.stringify(rows) : logicalId;
    const group = groups.get(key) ?? { names: [], rows };
    group.names.push(logicalId);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ names, rows }) => {
    const name = names.join(', ');
    return rows.length > 0 ? [[name], ...rows] : [[name, 'as it is', 'the same']];
  });
}

/** Text in columns; what is too long for its column goes on below. A cell without others may be longer. */
export function table(rows: readonly string[][], widths: readonly number[]): string {
  return rows
    .flatMap((row) => {
      if (row.length === 1) return row;
      const cells = row.map((cell, column) => linesOf(cell, widths[column] ?? 0));
      const height = Math.max(...cells.map(({ length }) => length));
      return Array.from({ length: height }, (_, line) =>
        cells
          .map((lines, column) => (lines[line] ?? '').padEnd((widths[column] ?? 0) + GAP))
          .join('')
          .trimEnd(),
      );
    })
    .join('\n');
}

const linesOf = (text: string, width: number): string[] =>
  text.length <= width
    ? [text]
    : (text.match(new RegExp(`\\S.{0,${width - 1}}(?=\\s|$)|\\S{${width}}`, 'g')) ?? []);

interface Statement {
  Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource?: string | string[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields that the other has otherwise; a policy stays whole. */
function withoutEqual(value: unknown, other: unknown): unknown {
  if (!isObject(value) || !isObject(other) || 'Statement' in value) return value;
  const fields = Object.entries(value).filter(([name, field]) => !isDeepStrictEqual(field, other[name]));
  return Object.fromEntries(fields);
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join(', ') || 'none';
  if (!isObject(value)) return value === undefined ? 'not set' : String(value).replace(/^arn:.*\//, '');
  if ('Statement' in value) return (value['Statement'] as Statement[]).map(statementInWords).join(', ');
  const fields = Object.entries(value);
  if (fields.length > 3) return `${fields[0]?.[0]} and ${fields.length - 1} more`;
  return fields.map(([name, field]) => `${name}: ${inWords(field)}`).join(', ') || 'not set';
}

function statementInWords({ Sid, Effect, Action, Resource = [] }: Statement): string {
  const s3 = [Resource].flat().filter((arn) => arn.startsWith('arn:aws:s3:::'));
  const on = [...new Set(s3.map((arn) => (arn.endsWith('/*') ? 'objects' : 'bucket')))].join(' and ');
  return `${Sid ?? `${Effect} ${[Action].flat().join(', ')}`}${on && ` (${on})`}`;
}
