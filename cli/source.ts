import { basename } from 'node:path';
import type { Command } from 'commander';

/** Where the fields of a request come from. */
export interface Source {
  /** What its mistakes are told by, where they are not a flag's. */
  file: string;
  /** Whether a flag, `<id>` or `[state]` was typed. */
  has(flag: string): boolean;
}

/** @returns undefined where there is no file: everything was typed */
export function sourceOf(program: Command): Source | undefined {
  const asked = program.commands.find((command) => command.opts().spec !== undefined);
  if (!asked) return undefined;
  const { spec } = asked.opts<{ spec: string }>();
  return {
    file: spec === '-' ? 'stdin' : basename(spec),
    has: (flag) => {
      if (flag === '[state]') return asked.args.length > 0;
      if (flag === '<id>') return asked.args.length > 0 || asked.opts().id !== undefined;
      const option = asked.options.find(({ long }) => long === flag);
      return option !== undefined && asked.getOptionValueSource(option.attributeName()) === 'cli';
    },
  };
}
