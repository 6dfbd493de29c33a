import { type Command, Option } from 'commander';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { follow } from '../follow.ts';
import { timeoutOption } from '../options.ts';
import { conclude } from '../settle.ts';

interface Flags {
  for: 'ready' | 'deleted';
  timeout: number;
}

export const wait = (program: Command): void => {
  define(program, {
    usage: 'wait <id>',
    summary: 'wait until an environment is READY, or gone',
    options: [
      new Option('--for <state>', 'what is waited for').choices(['ready', 'deleted']).default('ready'),
      timeoutOption(),
    ],
    examples: [
      ['groundwork wait pr-123', 'until it is READY'],
      ['groundwork wait pr-123 --for deleted --timeout 1h', 'until it is gone'],
    ],
  }).action(
    act(async (session, { for: state, timeout }: Flags, id: string) => {
      const goal = state === 'ready' ? 'READY' : 'DELETED';
      const { environment, took } = await follow(session, id, { goal, timeout });
      return conclude(session, environment, { goal, took });
    }),
  );
};
