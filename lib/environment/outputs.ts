import type { EnvironmentRecord } from './environment.ts';

interface Named {
  name: string;
  arn: string;
}

/** What the microservice and its deployment need to know; each part as soon as it is known. */
export interface Outputs {
  region: string;
  buckets: { initial?: Named; final?: Named };
  kmsKeyId?: string;
  kmsKeyArn?: string;
  kmsKeyAlias?: string;
  roleName?: string;
  roleArn?: string;
  instanceProfileName?: string;
  instanceProfileArn?: string;
}

/** Whether nothing is missing that an environment of this spec has. */
export function isComplete(
  { buckets, kmsKeyArn, kmsKeyAlias, roleArn, instanceProfileArn }: Outputs,
  { encryption }: EnvironmentRecord['spec'],
): boolean {
  const key = encryption.algorithm === 'AES256' ? [] : [kmsKeyArn, kmsKeyAlias];
  return [buckets.initial, buckets.final, roleArn, instanceProfileArn, ...key].every(Boolean);
}

/** Tells the outputs from the resources made so far; what is deleted is no output any more. */
export function outputs({ spec, resources }: Pick<EnvironmentRecord, 'spec' | 'resources'>): Outputs {
  const made = (logicalId: string): Named | undefined => {
    const state = resources[logicalId];
    return state?.physicalId && state.arn && state.status !== 'DELETED'
      ? { name: state.physicalId, arn: state.arn }
      : undefined;
  };
  const initial = made('initialBucket');
  const final = made('finalBucket');
  const key = made('key');
  const alias = made('alias');
  const role = made('role');
  const profile = made('instanceProfile');
  return {
    region: spec.region,
    buckets: { ...(initial && { initial }), ...(final && { final }) },
    ...(key && { kmsKeyId: key.name, kmsKeyArn: key.arn }),
    ...(alias && { kmsKeyAlias: alias.name }),
    ...(role && { roleName: role.name, roleArn: role.arn }),
    ...(profile && { instanceProfileName: profile.name, instanceProfileArn: profile.arn }),
  };
}
