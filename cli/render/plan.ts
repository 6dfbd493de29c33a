import type { Plan } from '../../client/contract.ts';
import type { Colors } from '../screen.ts';
import { warningLines } from './environment.ts';
import { wrapped } from './table.ts';
import { typed } from './typed.ts';
import { differences, shown } from './value.ts';
import { nameOf } from './words.ts';

type Planned = Plan['resources'][number];
type Action = Planned['action'];

const INDENT = '      ';

interface Paper {
  colors: Colors;
  columns: number;
}

const MARKS: Readonly<
  Record<Action, { mark: string; color: 'green' | 'yellow' | 'red' | 'dim'; says: string }>
> = {
  create: { mark: '+', color: 'green', says: '' },
  adopt: { mark: '>', color: 'green', says: 'is taken over' },
  change: { mark: '~', color: 'yellow', says: '' },
  none: { mark: ' ', color: 'dim', says: 'stays as it is' },
  delete: { mark: '-', color: 'red', says: '' },
  retain: { mark: ' ', color: 'dim', says: 'is left as it is' },
  taken: { mark: '!', color: 'red', says: "the name is somebody else's" },
  refused: { mark: '!', color: 'red', says: "can't be taken over" },
  blocked: { mark: '!', color: 'red', says: "can't be deleted" },
  unclear: { mark: '?', color: 'yellow', says: 'could not be looked at' },
};

/** What stands in the way of what is planned. */
const OBSTACLES: readonly Action[] = ['taken', 'refused', 'blocked', 'unclear'];

export const isBlocked = ({ resources }: Plan): boolean =>
  resources.some(({ action }) => OBSTACLES.includes(action));

/** Whether nothing would come of it. */
export const isNothing = ({ summary: { none: _, ...does }, changes, request }: Plan): boolean =>
  Object.values(does).every((number) => number === 0) && changes.length === 0 && request !== 'import';

/** What a request would do, resource by resource and aspect by aspect, in the manner of Terraform. */
export function renderPlan(plan: Plan, paper: Paper): string[] {
  const { colors, columns } = paper;
  return [
    titleOf(plan),
    ...fieldsOf(plan, columns),
    ...plan.resources.flatMap((resource) => ['', ...renderResource(resource, paper)]),
    '',
    colors.bold(summaryOf(plan)),
    ...(plan.expiresAt ? [`It expires at ${plan.expiresAt}.`] : []),
    ...warningLines(plan.warnings, colors, columns),
  ];
}

/** `Plan: 6 to create, 0 to change, 0 to delete.`, and what else there is. */
export function summaryOf(plan: Plan): string {
  if (isNothing(plan)) return 'No changes: everything is as desired.';
  const { summary } = plan;
  const { create, change, adopt, retain, taken, refused, blocked, unclear } = summary;
  const others = [
    [adopt, 'to take over'],
    [retain, 'to leave as they are'],
    [taken, "with somebody else's name"],
    [refused, "that can't be taken over"],
    [blocked, "that can't be deleted"],
    [unclear, 'that could not be looked at'],
  ] as const;
  const told = others.flatMap(([number, words]) => (number > 0 ? [`${number} ${words}`] : []));
  return `Plan: ${[`${create} to create, ${change} to change, ${summary.delete} to delete`, ...told].join(', ')}.`;
}

const TITLES: Readonly<Record<Plan['request'], string>> = {
  create: 'would be created',
  update: 'would be changed',
  delete: 'would be deleted',
  import: 'would be taken over',
};

const titleOf = ({ id, request }: Plan): string => `Environment ${id} ${TITLES[request]}:`;

const fieldsOf = ({ changes }: Plan, columns: number): string[] =>
  changes.length > 0
    ? wrapped(`  ~ fields: ${changes.map((pointer) => pointer.slice(1)).join(', ')}`, columns, '      ')
    : [];

function renderResource(resource: Planned, paper: Paper): string[] {
  const { logicalId, action, aspects, error } = resource;
  const { mark, color, says } = MARKS[action];
  const { colors, columns } = paper;
  const called = resource.name ?? resource.physicalId ?? '';
  const head = [
    `  ${colors[color](mark)} ${colors.bold(nameOf(logicalId))}`,
    called,
    says && colors[color](says),
  ];
  return [
    head.filter(Boolean).join('  '),
    ...(error ? wrapped(typed(error.message), columns - 6).map((line) => `      ${colors.red(line)}`) : []),
    ...aspects.flatMap((aspect) => renderAspect(aspect, widestOf(aspects), paper)),
  ];
}

const widestOf = (aspects: Planned['aspects']): number =>
  Math.max(...aspects.map(({ aspect }) => aspect.length));

function renderAspect(
  { aspect, before, after }: Planned['aspects'][number],
  width: number,
  { colors, columns }: Paper,
): string[] {
  if (before !== undefined) return renderChange(aspect, before, after, { colors, columns });
  const room = columns - INDENT.length - '+ '.length - width - 2;
  const [first = '', ...more] = wrapped(shown(after), room);
  const indent = ' '.repeat(INDENT.length + '+ '.length + width + 2);
  return [
    `${INDENT}${colors.green('+')} ${aspect.padEnd(width)}  ${first}`,
    ...more.map((line) => indent + line),
  ];
}

/** What was, and what is to be, on one line where there is room. Of what is large only where it differs. */
export function renderChange(
  aspect: string,
  before: unknown,
  after: unknown,
  { colors, columns }: Paper,
): string[] {
  return differences(before, after).flatMap(({ path, before, after }) => {
    const name = [aspect, ...path].join(' ');
    const [was, is] = [before, after].map((value) => (value === undefined ? '' : shown(value)));
    const mark =
      before === undefined ? colors.green('+') : after === undefined ? colors.red('-') : colors.yellow('~');
    const oneLine = [was, is].filter(Boolean).join(' → ');
    if (`${INDENT}~ ${name}  ${oneLine}`.length <= columns) return [`${INDENT}${mark} ${name}  ${oneLine}`];
    const block = (sign: string, text: string | undefined) =>
      text
        ? wrapped(text, columns - 12, '').map((line, at) => `${INDENT}    ${at === 0 ? sign : ' '} ${line}`)
        : [];
    return [`${INDENT}${mark} ${name}`, ...block(colors.red('-'), was), ...block(colors.green('+'), is)];
  });
}
