import type { Environment } from '../client/contract.ts';

/** How the program ends; `groundwork --help` and docs/cli.md say the same. */
export const EXIT = {
  done: 0,
  /** Also what the service or the connection failed at, too many requests, and drift with `--exit-code`. */
  failed: 1,
  usage: 2,
  /** Not settled in time; it goes on by itself. */
  late: 3,
  refused: 4,
  /** Not known who asks, or not allowed to. */
  denied: 5,
  /** By Ctrl-C, as shells say it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Why nothing was done, and what to do. */
class NothingDone extends Error {
  readonly nextAction: string | undefined;

  constructor(message: string, nextAction?: string) {
    super(message);
    this.nextAction = nextAction;
  }
}

/** What was typed, or a file of it, can't be meant so. */
export class UsageError extends NothingDone {
  override readonly name = 'UsageError';
}

/** Something was not done, because the one who asked, or what was seen before, spoke against it. */
export class Declined extends NothingDone {
  override readonly name = 'Declined';
}

/** Waiting ended before the environment was settled. */
export class WaitEnded extends Error {
  override readonly name = 'WaitEnded';
  readonly exitCode: ExitCode;
  /** As it was seen last. */
  readonly environment: Environment | undefined;
  readonly nextAction: string;

  constructor(
    message: string,
    exitCode: ExitCode,
    { environment, nextAction }: { environment: Environment | undefined; nextAction: string },
  ) {
    super(message);
    this.exitCode = exitCode;
    this.environment = environment;
    this.nextAction = nextAction;
  }
}
