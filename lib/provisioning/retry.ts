/** Attempts in a row after which a retryable failure becomes FAILED: 5 to 10 minutes with the delays below. */
export const MAX_ATTEMPTS = 12;

const FIRST_DELAY_SECONDS = 1;
const LONGEST_DELAY_SECONDS = 120;

/**
 * Seconds to wait before the next attempt: exponential, with half of it jittered so that environments that
 * failed together don't come back together.
 *
 * @param attempts failed attempts so far, at least 1
 * @param random   a number in [0, 1)
 */
export function retryDelaySeconds(attempts: number, random: number): number {
  const full = Math.min(FIRST_DELAY_SECONDS * 2 ** (attempts - 1), LONGEST_DELAY_SECONDS);
  return full / 2 + (full / 2) * random;
}
