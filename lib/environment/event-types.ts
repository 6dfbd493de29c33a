/** What can happen to an environment. Apart from what makes events, so that a browser can have the schemas. */
export const EVENT_TYPES = [
  'request.accepted',
  'aws.call',
  'environment.provisioning',
  'environment.ready',
  'environment.failed',
  'environment.deleted',
  'environment.drifted',
  'environment.expiring',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];
