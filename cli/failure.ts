import { CommanderError } from 'commander';
import { isOwnMachine } from '../client/authenticate.ts';
import type { Problem } from '../client/contract.ts';
import { ConnectionError, CredentialsError, ProblemError } from '../client/errors.ts';
import { Declined, EXIT, type ExitCode, UsageError, WaitEnded } from './exit.ts';
import type { Failure } from './render/problem.ts';
import { toldOf } from './render/typed.ts';

/** How the program ends for what was thrown; without a failure there is nothing more to say. */
export interface Ending {
  exitCode: ExitCode;
  failure?: Failure & { code: string };
  /** What `--json` prints instead of the failure. */
  result?: unknown;
}

/** @param url that was asked */
export function endingOf(thrown: unknown, url: string): Ending {
  if (thrown instanceof ProblemError) {
    const { problem } = thrown;
    const failure = { ...problem, ...toldOf(problem) };
    return { exitCode: exitCodeOf(problem), failure, result: problem };
  }
  if (thrown instanceof CommanderError) {
    // It has printed help.
    return { exitCode: thrown.exitCode === 0 ? EXIT.done : EXIT.usage };
  }
  if (thrown instanceof UsageError) {
    return told(EXIT.usage, 'usage', thrown.message, undefined, thrown.nextAction);
  }
  if (thrown instanceof Declined) {
    return told(EXIT.refused, 'declined', 'Nothing was done', thrown.message, thrown.nextAction);
  }
  if (thrown instanceof CredentialsError) {
    return told(EXIT.denied, 'unauthenticated', 'There is no way to say who asks', thrown.message);
  }
  if (thrown instanceof ConnectionError) {
    return told(
      EXIT.failed,
      'no-connection',
      'The API does not answer',
      thrown.message,
      isOwn(url)
        ? 'Start one with `npm start`, or give the address of yours as --url or GROUNDWORK_URL.'
        : 'See that --url or GROUNDWORK_URL is the address of yours, and that it can be reached from here.',
    );
  }
  if (thrown instanceof WaitEnded) {
    const { exitCode, message, environment, nextAction } = thrown;
    const ending = told(exitCode, 'wait-ended', message, undefined, nextAction);
    return environment ? { ...ending, result: environment } : ending;
  }
  return told(EXIT.failed, 'unexpected', 'This should not have happened', saidBy(thrown), HOW_TO_TELL);
}

const isOwn = (url: string): boolean => URL.canParse(url) && isOwnMachine(new URL(url));

const HOW_TO_TELL = 'DEBUG=groundwork shows where.';

const saidBy = (thrown: unknown): string =>
  thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);

function told(
  exitCode: ExitCode,
  code: string,
  title: string,
  detail?: string,
  nextAction?: string,
): Ending & { failure: Failure & { code: string } } {
  const failure = { title, ...(detail && { detail }), code, ...(nextAction && { nextAction }) };
  return { exitCode, failure, result: failure };
}

const DENIED = [401, 403];

/**
 * A quota is nobody's credentials' fault; what is no answer of groundwork's is no refusal of its; and what may be done in a
 * minute is not refused.
 */
function exitCodeOf({ status, code }: Problem): ExitCode {
  if (DENIED.includes(status)) return code === 'quota-exceeded' ? EXIT.refused : EXIT.denied;
  return status >= 500 || status === 429 || code === 'internal' ? EXIT.failed : EXIT.refused;
}
