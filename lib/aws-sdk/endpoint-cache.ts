/**
 * Stands in for `@aws-sdk/endpoint-cache` in the bundles: docs/adr/0016. DynamoDB's client makes one for endpoint
 * discovery, which is off unless somebody turns it on.
 */
export const EndpointCache = class {};
