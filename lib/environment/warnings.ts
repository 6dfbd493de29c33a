import type { EnvironmentRecord } from './environment.ts';

export interface Warning {
  code: string;
  message: string;
}

/** What is allowed but probably not meant. */
export function warnings({ spec, expiresAt }: Pick<EnvironmentRecord, 'spec' | 'expiresAt'>): Warning[] {
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
            message: `The environment is protected against deletion, so it does not expire at ${expiresAt}.`,
          },
        ]
      : []),
  ];
}
