/** Times in milliseconds of one clock. */
export interface Interval {
  begin: number;
  end: number;
  /** When somebody else could know of it, if that was before its answer. */
  seen?: number;
}

/**
 * How many calls the longest chain that ends in each call has: one may hang on another only if it began after the
 * other's answer had come, or after it could be seen otherwise.
 *
 * That is all a clock can tell, so a chain is never shorter than what really hangs together; but calls that have
 * nothing to do with each other, and happen to come one after another, count as one, too.
 */
export function levels<C extends Interval>(calls: readonly C[]): Map<C, number> {
  return new Map(follow(calls).map(({ call, level }) => [call, level]));
}

/** The longest chain that ends in a call, in its order; of several as long the one whose answers came last. */
export function chainTo<C extends Interval>(calls: readonly C[], last: C): C[] {
  const links = follow(calls);
  const chain: C[] = [];
  for (let at = links.find(({ call }) => call === last); at; at = at.before) chain.unshift(at.call);
  return chain;
}

interface Link<C> {
  call: C;
  level: number;
  /** What it may hang on, of those with the longest chain. */
  before: Link<C> | undefined;
}

function follow<C extends Interval>(calls: readonly C[]): Link<C>[] {
  const links: Link<C>[] = [];
  for (const call of calls.toSorted((a, b) => a.begin - b.begin)) {
    const before = links
      .filter((link) => (link.call.seen ?? link.call.end) <= call.begin)
      .toSorted((a, b) => b.level - a.level || b.call.end - a.call.end)[0];
    links.push({ call, level: (before?.level ?? 0) + 1, before });
  }
  return links;
}
