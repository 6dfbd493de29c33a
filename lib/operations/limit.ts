import { documentClient } from '../store/client.ts';
import { type Counter, requestCounter } from '../store/limits.ts';

/** What is counted for itself, so that who may only look keeps nobody from changing something. */
export type Kind = 'looks' | 'changes';

/** Counts a request of a tenant. @returns seconds until the next one can be granted; undefined: this one is */
export type Limit = (tenant: string, kind: Kind) => Promise<number | undefined>;

const MINUTE = 60_000;

/** @param most requests of a tenant and a kind in a minute of the clock */
export const perMinute =
  (counter: Counter, most: number, now: () => Date): Limit =>
  async (tenant, kind) => {
    const time = now().getTime();
    const begin = time - (time % MINUTE);
    const count = await counter.count(tenant, kind, new Date(begin).toISOString());
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
