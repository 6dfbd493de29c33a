import type { Command } from 'commander';
import { answerOf } from '../../client/client.ts';
import { act } from '../act.ts';
import { define } from '../define.ts';
import { ifMatchOption, type WaitFlags, waitOptions } from '../options.ts';
import { settle } from '../settle.ts';

interface Flags extends WaitFlags {
  ifMatch?: string;
}

export const restore = (program: Command): void => {
  define(program, {
    usage: 'restore <id>',
    summary: 'take a deletion back, while the key is in its window',
    options: [ifMatchOption(), ...waitOptions()],
    examples: [['groundwork restore pr-123', 'the same key, and empty buckets']],
  }).action(
    act(async (session, { ifMatch, ...waiting }: Flags, id: string) => {
      const header = { ...(ifMatch !== undefined && { 'If-Match': ifMatch }) };
      const params = { path: { id }, header };
      const accepted = await answerOf(session.client.POST('/environments/{id}/restore', { params }));
      return settle(session, accepted, { goal: 'READY', warns: true, ...waiting });
    }),
  );
};
