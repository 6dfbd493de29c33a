import { type Command, Option } from 'commander';
import { answerOf } from '../../client/client.ts';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { EXIT } from '../exit.ts';
import { renderDrift } from '../render/drift.ts';
import { printJson } from '../session.ts';

interface Flags {
  exitCode?: boolean;
}

export const drift = (program: Command): void => {
  define(program, {
    usage: 'drift <id>',
    summary: 'show what AWS has otherwise than desired',
    options: [new Option('--exit-code', 'end with 1 where there is any, or it is unclear')],
    examples: [
      ['groundwork drift pr-123', 'every difference'],
      ['groundwork drift pr-123 --exit-code', 'in a job that is to fail then'],
    ],
  }).action(
    act(async ({ client, out, json }, { exitCode }: Flags, id: string) => {
      const found = await answerOf(client.GET('/environments/{id}/drift', { params: { path: { id } } }));
      if (json) printJson(out, found);
      else out.print(...renderDrift(found, out));
      return exitCode && !found.inSync ? EXIT.failed : EXIT.done;
    }),
  );
};
