import { documentClient } from '../store/client.ts';
import { type Counter, requestCounter } from '../store/limits.ts';

/** Counts a request of a tenant. @returns seconds until the next one can be granted; undefined: this one is */
export type Limit = (tenant: string) => Promise<number | undefined>;

const MINUTE = 60_000;

/** @param most requests of a tenant in a minute of the clock */
export const perMinute =
  (counter: Counter, most: number, now: () => Date): Limit =>
  async (tenant) => {
    const time = now().getTime();
    const begin = time - (time % MINUTE);
    const count = await counter.count(tenant, new Date(begin).toISOString());
    return count > most ? Math.ceil((begin + MINUTE - time) / 1000) : undefined;
  };

/** From the function's configuration. Where nothing is limited nothing is counted. */
export const changeLimit = (config: { limitsTableName: string; changesPerMinute: number }): Limit =>
  config.changesPerMinute === 0
    ? async () => undefined
    : perMinute(
        requestCounter(documentClient(), config.limitsTableName),
        config.changesPerMinute,
        () => new Date(),
      );
