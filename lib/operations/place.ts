import { Refusal } from '../environment/refusal.ts';
import type { Life } from '../store/quota.ts';
import type { Services } from './services.ts';

/** Milliseconds to wait until the requests that hold places know which of them keeps its own: six seconds. */
const WAITS = [100, 200, 400, 800, 1500, 3000, 0];

/**
 * Takes the place of a life in its tenant's quota.
 *
 * @param isThere whether its environment turned out to be there already, with a place of its own
 * @throws Refusal quota-exceeded
 */
export async function takePlace(
  { quota, now, sleep }: Services,
  life: Life,
  isThere: () => Promise<boolean> = async () => false,
): Promise<void> {
  if (!quota) return;
  for (const wait of WAITS) {
    const answer = await quota.take(life, now());
    if (answer === 'taken' || (await isThere())) return;
    if (answer === 'full') break;
    await sleep(wait);
  }
  throw quotaExceeded(quota.limit);
}

/** @param limit how many a tenant may have */
export const quotaExceeded = (limit: number) =>
  new Refusal('quota-exceeded', `You have ${limit} environments, as many as you may have at a time.`, {
    nextAction: 'Delete one that is not needed any more, or ask whoever runs this deployment for more.',
  });
