import type { Call } from './runs.ts';

/** The calls for one resource, in lanes in which none runs into another. */
export interface Group {
  logicalId: string;
  lanes: Call[][];
}

/**
 * By resource, in as few lanes as what ran side by side needs.
 *
 * @param order of the resources; those that are not in it come last
 */
export function groupsOf(calls: readonly Call[], order: readonly string[]): Group[] {
  const groups = new Map<string, Call[][]>();
  for (const call of [...calls].sort((a, b) => a.start - b.start)) {
    const lanes = groups.get(call.logicalId) ?? [];
    groups.set(call.logicalId, lanes);
    const free = lanes.find((lane) => (lane.at(-1)?.end ?? 0) <= call.start);
    if (free) free.push(call);
    else lanes.push([call]);
  }
  const place = (logicalId: string) => (order.includes(logicalId) ? order.indexOf(logicalId) : order.length);
  return [...groups]
    .map(([logicalId, lanes]) => ({ logicalId, lanes }))
    .sort((a, b) => place(a.logicalId) - place(b.logicalId));
}

/** From the first call sent to the last answer, in milliseconds since 1970. */
export const spanOf = (calls: readonly Call[]): { from: number; to: number } => ({
  from: calls.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY),
  to: calls.reduce((most, { end }) => Math.max(most, end), 0),
});

/** The most calls that were under way at one moment. */
export function mostAtOnce(calls: readonly Call[]): number {
  const moments = calls
    .flatMap(({ start, end }) => [
      { at: start, step: 1 },
      { at: end, step: -1 },
    ])
    // One that ends as another begins was not beside it.
    .sort((a, b) => a.at - b.at || a.step - b.step);
  let now = 0;
  return moments.reduce((most, { step }) => {
    now += step;
    return Math.max(most, now);
  }, 0);
}

/** Of all calls that came one after another, those that took longest together. */
export function longestChain(calls: readonly Call[]): { calls: Call[]; milliseconds: number } {
  const byEnd = [...calls].sort((a, b) => a.end - b.end || a.start - b.start);
  const best: { total: number; before: number; takes: boolean }[] = [];
  for (const [index, { start, milliseconds }] of byEnd.entries()) {
    let before = index - 1;
    while (before >= 0 && (byEnd[before]?.end ?? 0) > start) before -= 1;
    const taken = milliseconds + (best[before]?.total ?? 0);
    const left = best[index - 1]?.total ?? -1;
    best.push(
      taken > left ? { total: taken, before, takes: true } : { total: left, before: index - 1, takes: false },
    );
  }
  const chain: Call[] = [];
  for (let index = byEnd.length - 1; index >= 0; index = best[index]?.before ?? -1) {
    const call = byEnd[index];
    if (best[index]?.takes && call) chain.unshift(call);
  }
  return { calls: chain, milliseconds: best.at(-1)?.total ?? 0 };
}

const STEPS = [1, 2, 5];

/** Round distances from the beginning, in milliseconds, at most so many besides 0. */
export function ticksOf(total: number, most: number): number[] {
  if (total <= 0) return [0];
  for (let power = 1; ; power *= 10) {
    for (const step of STEPS) {
      const distance = step * power;
      const count = Math.floor(total / distance);
      if (count <= most) return Array.from({ length: count + 1 }, (_, index) => index * distance);
    }
  }
}
