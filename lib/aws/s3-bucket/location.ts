import { GetBucketLocationCommand, type S3Client } from '@aws-sdk/client-s3';
import { terminal } from '../../provisioning/errors.ts';
import type { BucketTarget } from './aspect.ts';

/** How S3 tells of two regions: nothing at all for the first one it had. */
const OLD_NAMES: Readonly<Record<string, string>> = { '': 'us-east-1', EU: 'eu-west-1' };

/** @throws ProvisioningError other-region: what encrypts it and who uses it would be elsewhere */
export async function refuseUnlessIn(region: string, s3: S3Client, target: BucketTarget): Promise<void> {
  const { LocationConstraint = '' } = await s3.send(new GetBucketLocationCommand(target));
  const actual = OLD_NAMES[LocationConstraint] ?? LocationConstraint;
  if (actual === region) return;
  throw terminal(
    'other-region',
    `s3-bucket ${target.Bucket} is in ${actual}, and the environment in ${region}. It was not touched.`,
  );
}
