import type { Command } from 'commander';
import type { Environment } from '../../client/contract.ts';
import { act } from '../act.ts';
import { define } from '../define.ts';
import type { Goal } from '../goal.ts';
import { ifMatchOption, type WaitFlags, waitOptions } from '../options.ts';
import * as requests from '../requests.ts';
import { settle } from '../settle.ts';

interface Flags extends WaitFlags {
  ifMatch?: string;
}

export const reconcile = (program: Command): void => {
  define(program, {
    usage: 'reconcile <id>',
    summary: 'make everything as desired again, and retry what failed',
    options: [ifMatchOption(), ...waitOptions()],
    examples: [['groundwork reconcile pr-123', 'repair drift, and wait']],
  }).action(
    act(async (session, { ifMatch, ...waiting }: Flags, id: string) => {
      const accepted = await requests.reconcile(session.client, id, { ifMatch });
      return settle(session, accepted, { goal: goalOf(accepted), ...waiting });
    }),
  );
};

/** A deletion that failed is tried again. */
const goalOf = ({ status }: Environment): Goal => (status.startsWith('DELET') ? 'DELETED' : 'READY');
