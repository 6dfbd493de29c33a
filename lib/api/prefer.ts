import { invalid } from './problem.ts';

/** API Gateway gives up after 30 seconds. */
export const LONGEST_WAIT_SECONDS = 20;

/**
 * Seconds that the caller is willing to wait: `Prefer: wait=N` (RFC 7240), at most 20. Other preferences are
 * ignored.
 *
 * @returns undefined when nothing was said
 * @throws Problem validation-failed for a wait that is no number of seconds: it would be a typo
 */
export function waitSeconds(prefer: string | undefined): number | undefined {
  const wait = (prefer ?? '')
    .split(',')
    .map((preference) => preference.replace(/;.*/, '').trim())
    .find((preference) => /^wait(?![\w-])/i.test(preference));
  if (wait === undefined) return undefined;
  const [, seconds] = /^wait\s*=\s*"?(\d{1,9})"?$/i.exec(wait) ?? [];
  if (seconds === undefined) {
    throw invalid([{ pointer: '/headers/prefer', detail: `${wait} must be wait=N with N in seconds` }]);
  }
  return Math.min(Number(seconds), LONGEST_WAIT_SECONDS);
}
