import type { Command, Option } from 'commander';
import { idOf } from './id.ts';

export interface Definition {
  /** Its name and arguments: `get <id>`. */
  usage: string;
  summary: string;
  options?: readonly Option[];
  /** What to type, and what that does. */
  examples: readonly (readonly [line: string, does: string])[];
  /** Text behind the options. */
  notes?: string;
}

/** A command with its help. */
export function define(
  program: Command,
  { usage, summary, options = [], examples, notes }: Definition,
): Command {
  const command = program.command(usage).description(summary);
  for (const option of options) command.addOption(option);
  command.registeredArguments.find((argument) => argument.name() === 'id')?.argParser(idOf);
  const lines = examples.map(([line, does]) => `  # ${does}\n  $ ${line}`);
  return command.addHelpText('after', `\n${notes ? `${notes}\n\n` : ''}Examples:\n${lines.join('\n')}`);
}
