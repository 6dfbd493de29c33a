import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EnvironmentKey } from './environment/environment.ts';
import type { EnvironmentEvent } from './environment/events.ts';
import { within } from './timeouts.ts';

/** EventBridge's limit for one call. */
const BATCH = 10;

/** Tells others what became of environments. */
export interface Bus {
  /** @throws Error when EventBridge did not take an event, for it answers 200 in spite of it */
  announce(key: EnvironmentKey, events: readonly EnvironmentEvent[]): Promise<void>;
}

interface Origin {
  /** `groundwork`; the source that rules match. */
  service: string;
  stage: string;
}

/** EventBridge's default bus. Details have the shape of CloudEvents 1.0. Delivered at least once: tell by id. */
export function eventBus(client: EventBridgeClient, { service, stage }: Origin): Bus {
  const entry = ({ tenant, id }: EnvironmentKey, event: EnvironmentEvent) => ({
    Source: service,
    DetailType: event.type,
    Time: new Date(event.time),
    Detail: JSON.stringify({
      specversion: '1.0',
      id: event.id,
      source: `/${service}/${stage}`,
      type: event.type,
      subject: `environments/${id}`,
      time: event.time,
      datacontenttype: 'application/json',
      data: {
        tenant,
        id,
        generation: event.generation,
        actor: event.actor,
        message: event.message,
        ...event.data,
      },
    }),
  });
  return {
    async announce(key, events) {
      for (let start = 0; start < events.length; start += BATCH) {
        const Entries = events.slice(start, start + BATCH).map((event) => entry(key, event));
        const { FailedEntryCount = 0, Entries: results = [] } = await client.send(
          new PutEventsCommand({ Entries }),
        );
        const failed = results.find(({ ErrorCode }) => ErrorCode);
        if (FailedEntryCount > 0) {
          throw new Error(`EventBridge did not take ${FailedEntryCount} events: ${failed?.ErrorMessage}`);
        }
      }
    },
  };
}

/** A client with short timeouts: what could not be told now is told later. */
export const eventBridgeClient = (): EventBridgeClient =>
  new EventBridgeClient({ requestHandler: within(1_000, 3_000) });
