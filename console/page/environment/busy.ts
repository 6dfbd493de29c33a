import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Environment } from '../../../client/contract.ts';
import { isSettled } from '../../../lib/environment/statuses.ts';

/** Milliseconds after the end of a run within which the last of its events are kept. */
const NEWS_WITHIN = 5000;

/** Whether something is going on, or was a moment ago: then what happened is not all told yet. */
export function useIsBusy({ status, generation, updatedAt }: Environment): boolean {
  const under = !isSettled(status);
  const moment = `${status} ${generation} ${updatedAt}`;
  const [told, setTold] = useState<string>();
  useEffect(() => {
    if (under) return;
    const timer = setTimeout(() => setTold(moment), NEWS_WITHIN);
    return () => clearTimeout(timer);
  }, [moment, under]);
  return under || told !== moment;
}

/** Has what was read of an environment read again when it has become another, whoever changed it. */
export function useFresh({ id, status, generation, observedGeneration, updatedAt }: Environment): void {
  const queries = useQueryClient();
  const state = `${status} ${generation} ${observedGeneration} ${isSettled(status) ? updatedAt : ''}`;
  const seen = useRef(state);
  useEffect(() => {
    if (seen.current === state) return;
    seen.current = state;
    for (const what of ['terraform', 'outputs', 'events']) {
      queries.invalidateQueries({ queryKey: [what, id] });
    }
  }, [queries, id, state]);
}
