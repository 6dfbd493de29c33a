/**
 * Stands in for `@smithy/core/event-streams` in the bundles: docs/adr/0016. No call of ours streams events, and the
 * `import()` of the real one keeps esbuild from dropping what else of the SDK is not used.
 */
export const EventStreamSerde = class {
  constructor() {
    throw new Error('the bundles have no event streams: lib/aws-sdk/event-streams.ts');
  }
};

/** What clients that know a streaming call have in their configuration. */
export const eventStreamSerdeProvider = (): never => {
  throw new Error('the bundles have no event streams: lib/aws-sdk/event-streams.ts');
};

/** Clients are given it to add to their configuration what event streams need: nothing. */
export const resolveEventStreamSerdeConfig = <T>(config: T): T => config;
