/**
 * One function in a process of its own, as a container on Lambda has it: it takes one event at a time from its parent and
 * tells how long the function took for it. What CPU it needs before and after an invocation nobody is billed for here.
 */
import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import type { Asked, Told } from './function.ts';

type Handler = (event: unknown, context: Context) => Promise<unknown>;

process.on('disconnect', () => process.exit(1));
const [, , name = ''] = process.argv;
const { handler } = (await import(`../../functions/${name}.ts`)) as { handler: Handler };

process.on('message', async ({ event, milliseconds }: Asked) => {
  const end = Date.now() + milliseconds;
  const context = { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => end - Date.now() } as Context;
  const began = performance.now();
  const usedBefore = process.cpuUsage();
  try {
    const answer = await handler(event, context);
    const { user, system } = process.cpuUsage(usedBefore);
    tell({ answer, milliseconds: performance.now() - began, cpuMilliseconds: (user + system) / 1000 });
  } catch (error) {
    tell({ failed: String(error) });
  }
});
tell('ready');

function tell(told: Told | 'ready'): void {
  process.send?.(told);
}
