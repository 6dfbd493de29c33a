import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Environment, Event } from '../../../../client/contract.ts';
import { readEvents } from '../../api.ts';
import { paceOfLooks } from '../../pace.ts';

/** What happened, newest first and without gaps. */
export interface History {
  events: Event[];
  /** Where the older ones are; undefined: there are none. */
  older: string | undefined;
}

/** Milliseconds between two looks at least. */
const LEAST_PAUSE = 1000;
/** Events that one look reads at most; what is older is read when it is asked for. */
const MOST = 1000;

/**
 * Everything that happened, as far back as was asked for, and what is added to it.
 *
 * @param isBusy whether something is going on
 */
export function useHistory({ id, generation }: Environment, isBusy: boolean) {
  const [pace] = useState(paceOfLooks);
  const queries = useQueryClient();
  const key = ['events', id, 'history'];
  const known = () => queries.getQueryData<History>(key);
  const isDeep = useRef(false);
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const deep = isDeep.current;
      isDeep.current = false;
      return newest(id, known, deep, signal);
    },
    refetchInterval: ({ state: { error } }) => {
      const underWay = isBusy ? String(generation) : undefined;
      const pause = pace({ underWay, error, now: Date.now() });
      return pause && Math.max(pause, LEAST_PAUSE);
    },
  });
  const loadOlder = useMutation({
    mutationFn: async (pageToken: string) => {
      const page = await readEvents(id, { pageToken });
      const now = known();
      if (now?.older !== pageToken) return;
      const older = page.nextPageToken;
      queries.setQueryData<History>(key, { events: merged(now.events, page.items), older });
    },
  });
  // A call is kept when it is over, so one may come to stand before others that were read already.
  const { refetch } = query;
  const wasBusy = useRef(isBusy);
  useEffect(() => {
    if (wasBusy.current && !isBusy) {
      isDeep.current = true;
      refetch();
    }
    wasBusy.current = isBusy;
  }, [isBusy, refetch]);
  return { ...query, loadOlder };
}

/** @param isDeep whether to read again what is known */
async function newest(
  id: string,
  known: () => History | undefined,
  isDeep: boolean,
  signal: AbortSignal,
): Promise<History> {
  const fresh: Event[] = [];
  let older: string | undefined;
  for (;;) {
    const page = await readEvents(id, { pageToken: older }, signal);
    const before = known()?.events ?? [];
    fresh.push(...page.items);
    older = page.nextPageToken;
    const ids = new Set(before.map((event) => event.id));
    const oldest = before.at(-1);
    const reached = isDeep
      ? oldest && page.items.some((event) => event.id <= oldest.id)
      : page.items.length > 0 && page.items.every((event) => ids.has(event.id));
    const meets = page.items.some((event) => ids.has(event.id));
    if (!older) return { events: fresh, older };
    if (before.length > 0 && (reached || (meets && fresh.length >= MOST))) {
      const now = known() ?? { events: [], older };
      return { events: merged(fresh, now.events), older: now.older };
    }
    if (before.length === 0 || fresh.length >= MOST) return { events: fresh, older };
  }
}

/** Each once, newest first. */
function merged(some: readonly Event[], others: readonly Event[]): Event[] {
  const byId = new Map([...some, ...others].map((event) => [event.id, event]));
  return [...byId.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
}
