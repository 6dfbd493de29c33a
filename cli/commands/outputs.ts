import { type Command, Option } from 'commander';
import { answerOf } from '../../client/client.ts';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { UsageError } from '../exit.ts';

const FORMATS = ['json', 'dotenv', 'tfvars', 'shell', 'cloud-init'] as const;

interface Flags {
  format?: (typeof FORMATS)[number];
}

export const outputs = (program: Command): void => {
  define(program, {
    usage: 'outputs <id>',
    summary: 'print what a deployment needs to know',
    options: [new Option('--format <format>', 'json unless said').choices([...FORMATS])],
    examples: [
      ['groundwork outputs pr-123 --format dotenv >> "$GITHUB_ENV"', "for a job's later steps"],
      ['eval "$(groundwork outputs pr-123 --format shell)"', 'for this shell'],
      ['groundwork outputs pr-123 --format tfvars > my.auto.tfvars', 'for Terraform'],
    ],
    notes: 'Only of an environment that is READY.',
  }).action(
    act(async ({ client, out, json }, { format = 'json' }: Flags, id: string) => {
      if (json && format !== 'json')
        throw new UsageError(`--json and --format ${format} exclude each other.`);
      const params = { path: { id }, query: { format } };
      const text = await answerOf(client.GET('/environments/{id}/outputs', { params, parseAs: 'text' }));
      out.write(format === 'json' ? `${JSON.stringify(JSON.parse(text), null, 2)}\n` : text);
      return undefined;
    }),
  );
};
