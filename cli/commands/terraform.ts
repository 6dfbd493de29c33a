import type { Command } from 'commander';
import { answerOf } from '../../client/client.ts';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { printJson } from '../session.ts';

export const terraform = (program: Command): void => {
  define(program, {
    usage: 'terraform <id>',
    summary: 'print an environment as a Terraform configuration',
    examples: [
      ['groundwork terraform pr-123 > main.tf.json', 'terraform plan then imports it, and changes nothing'],
    ],
    notes: 'Only of an environment that is READY. docs/terraform.md has the steps.',
  }).action(
    act(async ({ client, out }, _flags, id: string) => {
      printJson(
        out,
        await answerOf(client.GET('/environments/{id}/terraform', { params: { path: { id } } })),
      );
      return undefined;
    }),
  );
};
