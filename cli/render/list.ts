import type { Environment } from '../../client/contract.ts';
import { roughly } from '../duration.ts';
import type { Colors } from '../screen.ts';
import { paint } from './progress.ts';
import { table } from './table.ts';

/** A line for each, with how old it is and how long it is left. */
export function renderList(
  environments: readonly Environment[],
  { colors, columns, now, tenants }: { colors: Colors; columns: number; now: number; tenants: boolean },
): string[] {
  const head = ['ID', 'STATUS', 'AGE', 'LEFT', ...(tenants ? ['TENANT'] : []), 'TAGS'];
  const rows = environments.map(({ id, status, createdAt, expiresAt, tenant, spec }) => [
    id,
    paint(status, colors),
    roughly(now - Date.parse(createdAt)),
    expiresAt && status !== 'DELETED' ? roughly(Date.parse(expiresAt) - now) : '-',
    ...(tenants ? [tenant] : []),
    Object.entries(spec.tags)
      .map(([key, value]) => `${key}=${value}`)
      .join(' '),
  ]);
  return table([head.map((title) => colors.dim(title)), ...rows], columns);
}
