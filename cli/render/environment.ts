import type { Environment, Outputs, Resource } from '../../client/contract.ts';
import { roughly } from '../duration.ts';
import type { Colors } from '../screen.ts';
import { paint, resourceLine } from './progress.ts';
import { table, wrapped } from './table.ts';
import { typed } from './typed.ts';
import { nameOf } from './words.ts';

/** The names that a deployment needs; the rest has `groundwork outputs`. */
export const outputRows = ({ buckets, ...outputs }: Outputs): string[][] =>
  [
    ['region', outputs.region],
    ['initial bucket', buckets.initial?.name],
    ['final bucket', buckets.final?.name],
    ['KMS alias', outputs.kmsKeyAlias],
    ['IAM role', outputs.roleName],
    ['instance profile', outputs.instanceProfileName],
  ].flatMap(([name, value]) => (name && value ? [[name, value]] : []));

/** When it is torn down by itself. @param now milliseconds since 1970 */
export const expiryOf = ({ expiresAt }: Pick<Environment, 'expiresAt'>, now: number): string =>
  expiresAt ? `in ${roughly(Date.parse(expiresAt) - now)}, at ${expiresAt}` : 'never';

/** Everything about one environment. */
export function renderEnvironment(
  environment: Environment,
  { colors, columns, now }: { colors: Colors; columns: number; now: number },
): string[] {
  const { id, status, spec, drift, createdAt, createdBy, tenant } = environment;
  const tags = Object.entries(spec.tags).map(([key, value]) => `${key}=${value}`);
  const age = `${roughly(now - Date.parse(createdAt))} ago by ${createdBy}`;
  const facts = [
    ['tenant', tenant],
    ['region', spec.region],
    ['created', age],
    ['expires', expiryOf(environment, now)],
    ['allowed', [...spec.allowedCidrs, ...spec.allowedVpcEndpoints].join(', ')],
    ...(spec.deletionProtection ? [['protected', 'deletion is refused']] : []),
    ...(tags.length > 0 ? [['tags', tags.join(', ')]] : []),
    ...(drift ? [['drift', driftTold(drift)]] : []),
  ];
  return [
    `${colors.bold(id)}  ${paint(status, colors)}`,
    ...reasonOf(environment, colors, columns),
    ...table(
      facts.map(([name = '', value = '']) => [`  ${colors.dim(name)}`, value]),
      columns,
    ),
    ...section(
      'Resources',
      environment.resources.map((resource) => resourceLine(resource, colors)),
      colors,
    ),
    // Of what is gone nobody has to be warned.
    ...(status === 'DELETED' ? [] : warningLines(environment.warnings, colors, columns)),
  ];
}

/** The end of a wait that ended well, as it is told. */
export interface Ready {
  environment: Environment;
  /** How long it took, or nothing. */
  took: string;
  /** Whether its warnings are shown: not after what changes nothing that they are about. */
  warns: boolean;
  /** Whether there is somebody to type what comes next. */
  hasNext: boolean;
}

export function renderReady(
  { environment, took, warns, hasNext }: Ready,
  { colors, columns, now }: { colors: Colors; columns: number; now: number },
): string[] {
  const { id } = environment;
  const next = [
    ['groundwork outputs', `${id} --format dotenv`],
    ['groundwork delete', id],
  ];
  return [
    `${colors.green('✔')} ${colors.bold(id)} is ${paint('READY', colors)}${took}`,
    '',
    ...table(
      [...outputRows(environment.outputs), ['expires', expiryOf(environment, now)]].map(
        ([name = '', value = '']) => [`  ${colors.dim(name)}`, value],
      ),
    ),
    ...(warns ? warningLines(environment.warnings, colors, columns) : []),
    ...(hasNext ? ['', 'Next:', ...next.map(([command, rest]) => `  ${command} ${rest}`)] : []),
  ];
}

/** The end of one that did not. */
export function renderFailed(environment: Environment, colors: Colors, columns: number): string[] {
  const failed = environment.resources.filter(({ error }) => error);
  return [
    `${colors.red('✖')} ${colors.bold(environment.id)} is ${paint(environment.status, colors)}`,
    ...(failed.some((resource) => isReason(environment, resource))
      ? []
      : reasonOf(environment, colors, columns)),
    ...failed.flatMap(({ logicalId, error }) =>
      wrapped(typed(`${nameOf(logicalId)}: ${error?.message}`), columns - 2).map((line) => `  ${line}`),
    ),
  ];
}

/** Told with the resource already. */
const isReason = ({ statusReason }: Environment, { error }: Resource): boolean =>
  error !== undefined && statusReason === `${error.code}: ${error.message}`;

export const warningLines = (warnings: Environment['warnings'], colors: Colors, columns: number): string[] =>
  warnings.flatMap(({ message }) => [
    '',
    ...wrapped(`Warning: ${message}`, columns, '  ').map((line) => colors.yellow(line)),
  ]);

const reasonOf = ({ statusReason }: Environment, colors: Colors, columns: number): string[] =>
  statusReason ? wrapped(typed(statusReason), columns - 2).map((line) => `  ${colors.red(line)}`) : [];

const section = (title: string, lines: readonly string[], colors: Colors): string[] =>
  lines.length > 0 ? ['', colors.bold(title), ...lines.map((line) => `  ${line}`)] : [];

function driftTold({ differences, checkedAt, repairedAt }: NonNullable<Environment['drift']>): string {
  if (differences.length === 0) return `none at ${checkedAt}`;
  const where = differences.map(({ logicalId, aspect }) => `${nameOf(logicalId)} ${aspect}`).join(', ');
  return repairedAt ? `repaired at ${repairedAt}: ${where}` : `at ${checkedAt}: ${where}`;
}
