import { randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import { act } from '../act.ts';
import { createOrUpdate, planCreateOrUpdate } from '../create-or-update.ts';
import { define } from '../define.ts';
import { type ExitCode, UsageError } from '../exit.ts';
import { dryRunOption, headerOption, specOptions, type WaitFlags, waitOptions } from '../options.ts';
import * as requests from '../requests.ts';
import type { Session } from '../session.ts';
import { settle } from '../settle.ts';
import { showPlan } from '../show-plan.ts';
import { type Fields, fieldsOf, named, type SpecFlags } from '../spec.ts';

interface Flags extends SpecFlags, WaitFlags {
  dryRun?: boolean;
  idempotencyKey?: string;
  orUpdate?: boolean;
}

export const create = (program: Command): void => {
  define(program, {
    usage: 'create [id]',
    summary: 'make an environment, and wait until it is READY',
    options: [
      ...specOptions(),
      new Option('--or-update', 'change what is there, and retry what failed'),
      headerOption('--idempotency-key <key>', 'the same again is answered with the same').conflicts(
        'orUpdate',
      ),
      dryRunOption(),
      ...waitOptions(),
    ],
    examples: [
      ['groundwork create pr-123 --cidr 203.0.113.7 --ttl 72h', 'for one address, and three days'],
      ['groundwork create pr-123 --spec environment.yaml --tag team=blue', 'as a file says, with a tag'],
      ['groundwork create pr-123 --spec environment.yaml --or-update', 'in a job that runs with each push'],
      ['groundwork create pr-123 --dry-run', 'see first what it would make'],
    ],
    notes:
      'Without an id one is made up. The same again changes nothing; something else is\nrefused. With --or-update that is a change, and what is not said stays; what is\nbeing deleted is waited for, and made anew.',
  }).action(
    act(async (session, flags: Flags, id: string | undefined) => {
      const said = await fieldsOf(flags);
      if (flags.orUpdate) return orUpdate(session, flags, named(said, id));
      const fields: Fields = { ...said, ...(id !== undefined && { id }) };
      const { dryRun, idempotencyKey: key } = flags;
      if (dryRun) return showPlan(session, await requests.planCreate(session.client, fields));
      // Made up here, so that it is known whatever becomes of the answer. Of a key the API makes one up.
      if (key === undefined) fields.id ??= madeUp();
      return settle(session, await requests.create(session.client, fields, key), {
        goal: 'READY',
        warns: true,
        ...flags,
      });
    }),
  );
};

const madeUp = (): string => `env-${randomBytes(6).toString('hex')}`;

async function orUpdate(
  session: Session,
  flags: Flags,
  { id, fields }: ReturnType<typeof named>,
): Promise<ExitCode> {
  if (id === undefined) throw new UsageError('--or-update needs the id of what may be there.');
  if (flags.dryRun) return showPlan(session, await planCreateOrUpdate(session, { id, fields }));
  const began = Date.now();
  const accepted = await createOrUpdate(session, { id, fields, timeout: flags.timeout, began });
  const { wait, timeout } = flags;
  return settle(session, accepted, { goal: 'READY', warns: true, began, wait, timeout });
}
