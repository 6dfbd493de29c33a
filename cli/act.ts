import type { Command } from 'commander';
import { EXIT, type ExitCode } from './exit.ts';
import { type Session, sessionOf } from './session.ts';

/** What a command does. @returns how the program ends; nothing: done */
type Action<Arguments extends readonly unknown[], Flags> = (
  session: Session,
  flags: Flags,
  ...args: Arguments
) => Promise<ExitCode | undefined>;

/** As commander calls it: with the arguments, the flags and the command. */
export const act =
  <Arguments extends readonly unknown[], Flags>(action: Action<Arguments, Flags>) =>
  async (...given: unknown[]): Promise<void> => {
    const command = given.at(-1) as Command;
    const args = given.slice(0, -2) as unknown as Arguments;
    process.exitCode =
      (await action(sessionOf(command), command.optsWithGlobals() as Flags, ...args)) ?? EXIT.done;
  };
