import { CommanderError } from 'commander';
import type { Problem } from '../client/contract.ts';
import { ConnectionError, CredentialsError, ProblemError } from '../client/errors.ts';
import { Declined, EXIT, type ExitCode, UsageError, WaitEnded } from './exit.ts';
import type { Failure } from './render/problem.ts';

/** How the program ends for what was thrown; without a failure there is nothing more to say. */
export interface Ending {
  exitCode: ExitCode;
  failure?: Failure & { code: string };
  /** What `--json` prints instead of the failure. */
  result?: unknown;
}

export function endingOf(thrown: unknown): Ending {
  if (thrown instanceof ProblemError) {
    const { problem } = thrown;
    return { exitCode: exitCodeOf(problem), failure: problem, result: problem };
  }
  if (thrown instanceof CommanderError) {
    // It has printed its message.
    return { exitCode: thrown.exitCode === 0 ? EXIT.done : EXIT.usage };
  }
  if (thrown instanceof UsageError) {
    return told(EXIT.usage, 'usage', thrown.message, undefined, thrown.nextAction);
  }
  if (thrown instanceof Declined) {
    return told(EXIT.refused, 'declined', 'Nothing was done', thrown.message, thrown.nextAction);
  }
  if (thrown instanceof CredentialsError) {
    return told(EXIT.denied, 'unauthenticated', 'There are no credentials', thrown.message);
  }
  if (thrown instanceof ConnectionError) {
    return told(
      EXIT.failed,
      'no-connection',
      'The API does not answer',
      thrown.message,
      'Start one with `npm start`, or give the address of yours as --url or GROUNDWORK_URL.',
    );
  }
  if (thrown instanceof WaitEnded) {
    const { exitCode, message, environment, nextAction } = thrown;
    const ending = told(exitCode, 'wait-ended', message, undefined, nextAction);
    return environment ? { ...ending, result: environment } : ending;
  }
  return told(EXIT.failed, 'unexpected', 'This should not have happened', saidBy(thrown), HOW_TO_TELL);
}

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

/** A quota is nobody's credentials' fault. */
function exitCodeOf({ status, code }: Problem): ExitCode {
  if (status >= 500) return EXIT.failed;
  return DENIED.includes(status) && code !== 'quota-exceeded' ? EXIT.denied : EXIT.refused;
}
