import type { Environment } from '../client/contract.ts';
import { isSettled } from '../client/watch.ts';
import { seconds } from './duration.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { follow, type Waiting } from './follow.ts';
import { type Goal, waitCommand } from './goal.ts';
import type { WaitFlags } from './options.ts';
import { renderFailed, renderReady } from './render/environment.ts';
import { paint } from './render/progress.ts';
import { printJson, type Session } from './session.ts';

interface Telling {
  /** Whether the warnings of what has become READY are shown; left out: no. */
  warns?: boolean | undefined;
}

/** Waits for what was accepted, if it is to be waited for, and tells how it ended. */
export async function settle(
  session: Session,
  accepted: Environment,
  { goal, wait, timeout, began, warns }: WaitFlags & Pick<Waiting, 'goal' | 'began'> & Telling,
): Promise<ExitCode> {
  const { out, json } = session;
  if (!wait && !isSettled(accepted)) {
    if (json) printJson(out, accepted);
    else out.print(...started(accepted, goal, session));
    return EXIT.done;
  }
  if (isSettled(accepted)) return conclude(session, accepted, { goal, took: 0, warns });
  const waiting = { goal, timeout, from: accepted, ...(began !== undefined && { began }) };
  const { environment, took } = await follow(session, accepted.id, waiting);
  return conclude(session, environment, { goal, took, warns });
}

/** Tells how it ended. */
export function conclude(
  { out, err, json, isJob }: Session,
  environment: Environment,
  { goal, took, warns = false }: { goal: Goal; took: number } & Telling,
): ExitCode {
  const isReached = environment.status === goal;
  if (json) printJson(out, environment);
  else if (!isReached) err.print(...failed(environment, goal, err));
  else if (goal === 'DELETED') out.print(...deleted(environment, took, out));
  else {
    const told = { environment, took: afterwards(took), warns, hasNext: !isJob };
    out.print(...renderReady(told, { colors: out.colors, columns: out.columns, now: Date.now() }));
  }
  return isReached ? EXIT.done : EXIT.failed;
}

/** Nothing where nothing was waited for. */
const afterwards = (took: number): string => (took > 0 ? ` after ${seconds(took)}` : '');

const started = ({ id, status }: Environment, goal: Goal, { out, isJob }: Session): string[] => [
  `${out.colors.bold(id)} is ${paint(status, out.colors)} and goes on by itself`,
  ...(isJob ? [] : ['', 'Next:', `  ${waitCommand(id, goal)}`]),
];

function failed(environment: Environment, goal: Goal, { colors, columns }: Session['err']): string[] {
  const { id, status, statusReason = '' } = environment;
  const next: Partial<Record<Environment['status'], string>> = {
    FAILED: `When the reason is gone: groundwork reconcile ${id}`,
    DELETE_FAILED: statusReason.startsWith('bucket-not-empty')
      ? `To empty the buckets as well: groundwork delete ${id} --force`
      : `Try again: groundwork delete ${id}; or take it back: groundwork restore ${id}`,
    DELETED: `To have it again: groundwork restore ${id}`,
    READY: goal === 'DELETED' ? `To delete it: groundwork delete ${id}` : '',
  };
  const action = next[status];
  return [...renderFailed(environment, colors, columns), ...(action ? [`  → ${action}`] : [])];
}

function deleted(
  { id, spec, statusReason }: Environment,
  took: number,
  { colors }: Session['out'],
): string[] {
  const line = `${colors.green('✔')} ${colors.bold(id)} is ${paint('DELETED', colors)}${afterwards(took)}`;
  if (statusReason === 'retained') return [line, '  Everything at AWS was left as it is, without its tags.'];
  const { algorithm, deletionWindowDays } = spec.encryption;
  if (algorithm !== 'aws:kms' || !deletionWindowDays) return [line];
  return [
    line,
    `  Its key is kept for ${deletionWindowDays} days. Until then it can be taken back:`,
    `  groundwork restore ${id}`,
  ];
}
