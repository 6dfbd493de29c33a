import type { EnvironmentKey } from './environment.ts';

/** Characters of the uid that make physical names unique: 60 bits. */
const UNIQUE_LENGTH = 12;

/** The part of a uid that stands in names. */
export const uniquePart = (uid: string): string => uid.slice(0, UNIQUE_LENGTH);

export interface PhysicalNames {
  keyAlias: string;
  initialBucket: string;
  finalBucket: string;
  role: string;
  policy: string;
  instanceProfile: string;
}

/** Names that a spec may give. */
interface Chosen {
  encryption: Given<'keyAlias'>;
  storage: Given<'bucketPrefix' | 'initialBucketName' | 'finalBucketName'>;
  role: Given<'name' | 'policyName' | 'instanceProfileName'>;
}

type Given<Names extends string> = { [N in Names]?: string | undefined };

/**
 * Physical names at AWS. A name that the caller did not choose carries a part of the uid, so two lives of an
 * id, or one id of two tenants, never collide. The longest default is `groundwork-` + 32 + 13 characters,
 * within IAM's 64 and S3's 63.
 */
export function physicalNames({ id }: Pick<EnvironmentKey, 'id'>, uid: string, spec: Chosen): PhysicalNames {
  const unique = uniquePart(uid);
  const name = `groundwork-${id}-${unique}`;
  const prefix = spec.storage.bucketPrefix ?? `${id}-`;
  return {
    keyAlias: spec.encryption.keyAlias ?? `alias/${name}`,
    initialBucket: spec.storage.initialBucketName ?? `initial-${prefix}${unique}`,
    finalBucket: spec.storage.finalBucketName ?? `final-${prefix}${unique}`,
    role: spec.role.name ?? name,
    policy: spec.role.policyName ?? name,
    instanceProfile: spec.role.instanceProfileName ?? name,
  };
}
