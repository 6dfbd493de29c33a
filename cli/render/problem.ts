import type { Problem } from '../../client/contract.ts';
import type { Colors } from '../screen.ts';
import type { Source } from '../source.ts';
import { table, wrapped } from './table.ts';

/** Something that was not to be, for people. */
export interface Failure {
  title: string;
  detail?: string | undefined;
  errors?: Problem['errors'] | undefined;
  nextAction?: string | undefined;
  requestId?: string | undefined;
}

/** Where what a pointer names can be said. */
const FLAGS: Readonly<Record<string, string>> = {
  id: '<id>',
  allowedCidrs: '--cidr',
  allowedVpcEndpoints: '--vpc-endpoint',
  region: '--region',
  ttl: '--ttl',
  expiresAt: '--expires-at',
  tags: '--tag',
  deletionProtection: '--protect',
  forceDestroy: '--force-destroy',
  'encryption/algorithm': '--algorithm',
  state: '[state]',
  'query/status': '--status',
  'query/limit': '--limit',
  'query/type': '--type',
  'query/format': '--format',
  'headers/idempotency-key': '--idempotency-key',
  'headers/if-match': '--if-match',
  'headers/groundwork-tenant': '--tenant',
};

/** `/allowedCidrs/0` is said with `--cidr`. */
export function flagOf(pointer: string): string | undefined {
  const [first = '', second = ''] = pointer.replace(/^\//, '').split('/');
  return FLAGS[`${first}/${second}`] ?? FLAGS[first];
}

/** Title, what is wrong in detail, and what to do. @param source left out: all was typed */
export function renderFailure(failure: Failure, colors: Colors, columns: number, source?: Source): string[] {
  const { title, detail, errors = [], nextAction, requestId } = failure;
  const indented = (text: string, prefix = '') =>
    wrapped(`${prefix}${text}`, columns - 2, ' '.repeat(prefix.length)).map((line) => `  ${line}`);
  return [
    ...wrapped(title, columns - 2).map(
      (line, at) => `${at === 0 ? colors.red('✖') : ' '} ${colors.bold(line)}`,
    ),
    ...(detail ? indented(detail) : []),
    ...mistakes(errors, columns, source),
    ...(nextAction ? indented(nextAction, '→ ') : []),
    ...(requestId ? [colors.dim(`  request ${requestId}`)] : []),
  ];
}

/** Each with its place; below each other where they don't fit side by side. */
function mistakes(
  errors: NonNullable<Problem['errors']>,
  columns: number,
  source: Source | undefined,
): string[] {
  const rows = errors.map(({ pointer, detail }) => [placeOf(pointer, source), detail]);
  const lines = table(rows).map((line) => `    ${line}`);
  if (lines.every((line) => line.length <= columns)) return lines;
  return rows.flatMap(([place = '', detail = '']) => [
    `    ${place}`,
    ...wrapped(detail, columns - 6).map((line) => `      ${line}`),
  ]);
}

function placeOf(pointer: string, source: Source | undefined): string {
  const flag = flagOf(pointer);
  const isInFile = source && !/^\/(query|headers)\//.test(pointer) && !(flag && source.has(flag));
  if (isInFile) return [source.file, pointer && `(${pointer})`].filter(Boolean).join(' ');
  return flag ? `${flag} (${pointer})` : pointer || 'the body';
}
