import { createInterface } from 'node:readline/promises';
import { type Command, Option } from 'commander';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { Declined, UsageError } from '../exit.ts';
import { dryRunOption, type WaitFlags, waitOptions } from '../options.ts';
import { isBlocked, renderPlan } from '../render/plan.ts';
import * as requests from '../requests.ts';
import type { Session } from '../session.ts';
import { settle } from '../settle.ts';
import { showPlan } from '../show-plan.ts';

interface Flags extends WaitFlags, requests.Deletion {
  yes?: boolean;
  dryRun?: boolean;
}

export const remove = (program: Command): void => {
  define(program, {
    usage: 'delete <id>',
    summary: 'tear an environment down; asks first',
    options: [
      new Option('-y, --yes', "don't ask"),
      new Option('--force', 'empty the buckets as well'),
      new Option('--retain', 'forget it, and leave everything at AWS as it is'),
      new Option('--even-if-protected', 'as an admin, what is protected, too'),
      dryRunOption(),
      ...waitOptions(),
    ],
    examples: [
      ['groundwork delete pr-123', 'shows what goes, and asks for the id'],
      ['groundwork delete pr-123 --yes --force', 'in CI, with everything in it'],
    ],
  }).action(
    act(async (session, flags: Flags, id: string) => {
      const { client } = session;
      if (flags.dryRun) return showPlan(session, await requests.planRemove(client, id, flags));
      if (!flags.yes) await ask(session, id, flags);
      const accepted = await requests.remove(client, id, flags);
      return settle(session, accepted, { goal: 'DELETED', ...flags });
    }),
  );
};

/**
 * Shows what goes, and has the id typed in.
 *
 * @throws UsageError nobody is there to ask
 * @throws Declined something stands in the way, or it was not wanted
 */
async function ask({ client, err, json }: Session, id: string, deletion: requests.Deletion): Promise<void> {
  if (json || !process.stdin.isTTY || !err.isTerminal) {
    throw new UsageError(
      `Nobody is there to ask whether ${id} is to be deleted.`,
      `\`groundwork delete ${id} --yes\` deletes it without asking.`,
    );
  }
  const plan = await requests.planRemove(client, id, deletion);
  err.print(...renderPlan(plan, err), '');
  if (isBlocked(plan)) {
    const holdsData = plan.resources.some(({ error }) => error?.code === 'bucket-not-empty');
    throw new Declined(
      'Something stands in the way, as the plan says.',
      holdsData ? `\`groundwork delete ${id} --force\` empties the buckets as well.` : undefined,
    );
  }
  const typed = await answerTo(`Type ${err.colors.bold(id)} to delete it: `);
  if (typed.trim() !== id) throw new Declined(`'${typed.trim()}' is not ${id}.`);
}

/** @throws Declined Ctrl-C or Ctrl-D */
async function answerTo(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise((resolve, reject) => {
      const declined = () => {
        process.stderr.write('\n');
        reject(new Declined('It was not confirmed.'));
      };
      lines.once('SIGINT', declined);
      lines.once('close', declined);
      lines.question(question).then(resolve, reject);
    });
  } finally {
    lines.removeAllListeners('close');
    lines.close();
  }
}
