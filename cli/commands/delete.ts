import { createInterface } from 'node:readline/promises';
import { type Command, Option } from 'commander';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { Declined, EXIT, type ExitCode, UsageError } from '../exit.ts';
import { dryRunOption, type WaitFlags, waitOptions } from '../options.ts';
import { isBlocked, renderPlan } from '../render/plan.ts';
import * as requests from '../requests.ts';
import { printJson, type Session } from '../session.ts';
import { settle } from '../settle.ts';
import { showPlan } from '../show-plan.ts';

interface Flags extends WaitFlags, requests.Deletion {
  yes?: boolean;
  dryRun?: boolean;
  ifExists?: boolean;
}

export const remove = (program: Command): void => {
  define(program, {
    usage: 'delete <id>',
    summary: 'tear an environment down; asks first',
    options: [
      new Option('-y, --yes', "don't ask"),
      new Option('--if-exists', 'take it for done where there is none'),
      new Option('--force', 'empty the buckets as well'),
      new Option('--retain', 'forget it, and leave everything at AWS as it is'),
      new Option('--even-if-protected', 'as an admin, what is protected, too'),
      dryRunOption(),
      ...waitOptions(),
    ],
    examples: [
      ['groundwork delete pr-123', 'shows what goes, and asks for the id'],
      ['groundwork delete pr-123 --if-exists --yes --force', 'in CI, with everything in it'],
    ],
  }).action(
    act(async (session, flags: Flags, id: string) => {
      const deletion = deleteOrPlan(session, id, flags);
      const tell = await (flags.ifExists ? requests.ifThere(deletion) : deletion);
      return tell ? tell() : nothingThere(session, id);
    }),
  );
};

/** Asks for it, or for the plan of it. @returns what tells of that, and waits */
async function deleteOrPlan(session: Session, id: string, flags: Flags): Promise<() => Promise<ExitCode>> {
  const { client } = session;
  if (flags.dryRun) {
    const plan = await requests.planRemove(client, id, flags);
    return async () => showPlan(session, plan);
  }
  if (!flags.yes) await ask(session, id, flags);
  const accepted = await requests.remove(client, id, flags);
  return () => settle(session, accepted, { goal: 'DELETED', ...flags });
}

/** With `--json` null: there is no environment to tell of. */
function nothingThere({ out, json }: Session, id: string): ExitCode {
  if (json) printJson(out, null);
  // Nobody has looked at what it is called.
  else out.print(`There is no environment ${id.replace(/\s+/g, ' ')}: nothing to delete.`);
  return EXIT.done;
}

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
