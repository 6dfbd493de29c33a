import type { Command } from 'commander';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { renderEnvironment } from '../render/environment.ts';
import * as requests from '../requests.ts';
import { printJson } from '../session.ts';

export const get = (program: Command): void => {
  define(program, {
    usage: 'get <id>',
    summary: 'show an environment: status, resources and outputs',
    examples: [
      ['groundwork get pr-123', 'for people'],
      ['groundwork get pr-123 --json | jq -r .outputs.roleArn', 'for machines'],
    ],
  }).action(
    act(async ({ client, out, json }, _flags, id: string) => {
      const environment = await requests.get(client, id);
      if (json) printJson(out, environment);
      else out.print(...renderEnvironment(environment, { ...out, now: Date.now() }));
      return undefined;
    }),
  );
};
