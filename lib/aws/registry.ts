import type { Registry } from '../provisioning/resource.ts';
import type { AwsClients } from './clients.ts';
import { iamInstanceProfile } from './iam-instance-profile.ts';
import { iamRole } from './iam-role.ts';
import { kmsAlias } from './kms-alias.ts';
import { kmsKey } from './kms-key.ts';
import { type BucketOptions, s3Bucket } from './s3-bucket/s3-bucket.ts';

/** Every resource type the blueprint may use. */
export const handlers = (clients: AwsClients, options: BucketOptions): Registry => ({
  'kms-key': kmsKey(clients),
  'kms-alias': kmsAlias(clients),
  's3-bucket': s3Bucket(clients, options),
  'iam-role': iamRole(clients),
  'iam-instance-profile': iamInstanceProfile(clients),
});
