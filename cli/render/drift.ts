import type { Drift } from '../../client/contract.ts';
import type { Colors } from '../screen.ts';
import { renderChange } from './plan.ts';
import { wrapped } from './table.ts';
import { counted } from './value.ts';
import { nameOf } from './words.ts';

/** What AWS has otherwise than desired: from what is desired to what was made of it. */
export function renderDrift(drift: Drift, paper: { colors: Colors; columns: number }): string[] {
  const { colors, columns } = paper;
  const { id, differences, unclear, inSync } = drift;
  if (inSync) return [`${colors.green('✔')} ${colors.bold(id)} is as desired`];
  const logicalIds = [...new Set(differences.map(({ logicalId }) => logicalId))];
  return [
    `${colors.bold(id)} is not as desired (desired → what AWS has):`,
    ...logicalIds.flatMap((logicalId) => [
      '',
      `  ${colors.yellow('~')} ${colors.bold(nameOf(logicalId))}`,
      ...differences
        .filter((found) => found.logicalId === logicalId)
        .flatMap(({ aspect, desired, observed }) => renderChange(aspect, desired, observed, paper)),
    ]),
    ...unclear.flatMap(({ logicalId, error }) => [
      '',
      `  ${colors.yellow('?')} ${colors.bold(nameOf(logicalId))}  could not be looked at`,
      ...wrapped(error.message, columns - 6).map((line) => `      ${line}`),
    ]),
    '',
    colors.bold(
      `Drift: ${counted(differences.length, 'difference')}${unclear.length > 0 ? `, ${unclear.length} not looked at` : ''}.`,
    ),
    ...(differences.length > 0 ? [`\`groundwork reconcile ${id}\` makes it as desired again.`] : []),
  ];
}
