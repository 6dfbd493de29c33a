import { useEffect, useRef, useState } from 'react';
import type { Environment } from '../../../client/contract.ts';
import { isSettled } from '../../../lib/environment/statuses.ts';
import { statusInWords } from '../ui/words.ts';

type Told = Pick<Environment, 'id' | 'status'>;

/** What came to an end since the last look, in a sentence; what is on its way is no news. */
export function newsOf(before: ReadonlyMap<string, string>, now: readonly Told[]): string {
  return now
    .filter(({ id, status }) => before.has(id) && before.get(id) !== status && isSettled(status))
    .map(({ id, status }) => `${id}: ${statusInWords(status)}.`)
    .join(' ');
}

/** The latest news of these environments, for those who can't see a list change. */
export function useNews(environments: readonly Told[]): string {
  const [news, setNews] = useState('');
  const seen = useRef<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    const fresh = newsOf(seen.current, environments);
    if (fresh) setNews(fresh);
    seen.current = new Map(environments.map(({ id, status }) => [id, status]));
  }, [environments]);
  return news;
}
