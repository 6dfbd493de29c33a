import type { Environment, Plan } from '../client/contract.ts';
import { ProblemError } from '../client/errors.ts';
import { follow } from './follow.ts';
import * as requests from './requests.ts';
import type { Session } from './session.ts';
import type { Fields } from './spec.ts';

/** What is asked for, of which environment. */
export interface Wanted {
  id: string;
  /** Without the id. */
  fields: Fields;
  /** For a deletion that is under way, in milliseconds since `began`. */
  timeout: number;
  began: number;
}

/**
 * Creates an environment or, of what is there, changes what is said; what has FAILED is tried again. Somebody who was
 * faster is taken into account once.
 *
 * @returns as it was accepted; or as it is, where there was nothing to ask for
 * @throws WaitEnded while a deletion is under way, after the time, or on Ctrl-C
 */
export async function createOrUpdate(session: Session, wanted: Wanted): Promise<Environment> {
  try {
    return await lookAndAsk(session, wanted);
  } catch (error) {
    if (!isOvertaken(error)) throw error;
    return lookAndAsk(session, wanted);
  }
}

/** What `createOrUpdate` would lead to. @param id left out: of one that is created */
export async function planCreateOrUpdate(
  { client }: Session,
  { id, fields }: { id: string | undefined; fields: Fields },
): Promise<Plan> {
  const there = id === undefined ? undefined : await requests.find(client, id);
  return isThere(there)
    ? requests.planUpdate(client, there.id, fields)
    : requests.planCreate(client, { ...fields, ...(id !== undefined && { id }) });
}

const isThere = (found: Environment | undefined): found is Environment =>
  found !== undefined && found.status !== 'DELETED';

/** Created, or deleted, by somebody else since it was looked at. */
const OVERTAKEN = ['environment-exists', 'not-found', 'gone'];

const isOvertaken = (error: unknown): boolean =>
  error instanceof ProblemError && OVERTAKEN.includes(error.problem.code);

async function lookAndAsk(session: Session, wanted: Wanted): Promise<Environment> {
  const { client } = session;
  const { id, fields } = wanted;
  const found = await afterDeletion(session, wanted, await requests.find(client, id));
  if (!isThere(found)) return requests.create(client, { ...fields, id });
  // Not to be had, and not to be changed: whoever waits for it is told so.
  if (found.status === 'DELETE_FAILED') return found;
  const isChange = Object.keys(fields).length > 0;
  tell(
    session,
    found,
    found.status === 'FAILED' ? 'tried again' : isChange ? 'brought up to date' : undefined,
  );
  const changed = isChange ? await requests.update(client, id, fields, {}) : found;
  // A change sets it going by itself; one that was made before doesn't.
  return changed.status === 'FAILED' ? requests.reconcile(client, id, {}) : changed;
}

/** A pull request that is opened again meets the deletion of what it had. @returns what is there when that is over */
async function afterDeletion(
  session: Session,
  { id, timeout, began }: Wanted,
  found: Environment | undefined,
): Promise<Environment | undefined> {
  if (found?.status !== 'DELETING') return found;
  tell(session, found, 'made anew when that is done');
  const { environment } = await follow(session, id, { goal: 'DELETED', timeout, began, from: found });
  return environment;
}

function tell({ err, json }: Session, { id, status }: Environment, what: string | undefined): void {
  if (json || what === undefined) return;
  err.print(`${err.colors.bold(id)} is ${status}: it is ${what}`);
}
