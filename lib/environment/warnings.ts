import type { EnvironmentRecord } from './environment.ts';

export interface Warning {
  code: string;
  message: string;
}

type Asked = Pick<EnvironmentRecord, 'spec' | 'expiresAt' | 'restoredAt'>;

/** What is allowed but probably not meant, and what is easily overlooked. */
export function warnings({ spec, expiresAt, restoredAt }: Asked): Warning[] {
  const open = spec.allowedCidrs.filter((cidr) => cidr.endsWith('/0'));
  return [
    ...(open.length > 0
      ? [
          {
            code: 'open-to-any-address',
            message: `Storage is open to any address (${open.join(', ')}). Set allowedCidrs to the microservice's network.`,
          },
        ]
      : []),
    ...(spec.deletionProtection && expiresAt
      ? [
          {
            code: 'protected-does-not-expire',
            message: `The environment is protected against deletion, so it does not expire at ${expiresAt}. Without the protection it does.`,
          },
        ]
      : []),
    ...(restoredAt
      ? [
          {
            code: 'restored-without-objects',
            message: `The environment was restored at ${restoredAt}: what its deletion had removed was made anew, buckets without their objects.`,
          },
        ]
      : []),
  ];
}
