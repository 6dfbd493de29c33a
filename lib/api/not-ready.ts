import type { EnvironmentRecord, Status } from '../environment/environment.ts';
import { Problem, type ProblemCode } from './problem.ts';

/** What `curl --retry` needs to be told: it tries again on 503 and gives up on the others. */
const CODES: Record<Exclude<Status, 'READY'>, ProblemCode> = {
  PENDING: 'unavailable',
  PROVISIONING: 'unavailable',
  UPDATING: 'unavailable',
  FAILED: 'not-ready',
  DELETING: 'gone',
  DELETE_FAILED: 'not-ready',
  DELETED: 'gone',
};

/** Why an environment is not READY. */
export function notReady({ id, status, statusReason, resources }: EnvironmentRecord): Problem {
  const code = status === 'READY' ? 'internal' : CODES[status];
  const states = Object.values(resources);
  const ready = states.filter((state) => state.status === 'READY').length;
  if (code === 'unavailable') {
    return new Problem(
      code,
      `Environment ${id} is ${status}: ${ready} of ${states.length} resources are ready.`,
      {
        nextAction: 'Ask again after the time in Retry-After.',
        headers: { 'retry-after': '2' },
      },
    );
  }
  const nextAction = `GET /environments/${id} says why. ${NEXT[status] ?? ''}`.trim();
  return new Problem(code, [`Environment ${id} is ${status}.`, statusReason].filter(Boolean).join(' '), {
    nextAction,
    retryable: false,
  });
}

const NEXT: Partial<Record<Status, string>> = {
  FAILED: 'When the reason is gone, POST to its /reconcile.',
  DELETE_FAILED: 'POST to its /reconcile tries the deletion again, POST to its /restore takes it back.',
};
