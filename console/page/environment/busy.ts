import { useEffect, useState } from 'react';
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
