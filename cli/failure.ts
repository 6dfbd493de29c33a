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
    const failure = { ...problem, nextAction: typed(problem) ?? problem.nextAction };
    return { exitCode: exitCodeOf(problem), failure, result: problem };
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
    return told(EXIT.denied, 'unauthenticated', 'There is no way to say who asks', thrown.message);
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

/** What to do, as one types it here; the API says it in requests. */
const TYPED: Partial<Record<Problem['code'], (id: string) => string>> = {
  'validation-failed': () => 'Correct that, and try again. Nothing was changed.',
  'environment-exists': (id) =>
    `Choose another id, or say what it was created with; \`groundwork update ${id}\` changes it.`,
  'deletion-protected': (id) => `\`groundwork update ${id} --no-protect\` allows it again.`,
  'not-ready': (id) => `\`groundwork get ${id}\` says why; \`groundwork wait ${id}\` waits until it is.`,
  gone: (id) => `\`groundwork restore ${id}\` takes a deletion back while the key is in its window.`,
};

const typed = ({ code, instance = '' }: Problem): string | undefined =>
  TYPED[code]?.(/\/environments\/([^/?]+)/.exec(instance)?.[1] ?? '<id>');

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

/** A quota is nobody's credentials' fault; and what is no answer of groundwork's is no refusal of its. */
function exitCodeOf({ status, code }: Problem): ExitCode {
  if (DENIED.includes(status)) return code === 'quota-exceeded' ? EXIT.refused : EXIT.denied;
  return status >= 500 || code === 'internal' ? EXIT.failed : EXIT.refused;
}
