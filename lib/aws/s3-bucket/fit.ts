import { GetBucketLocationCommand, GetBucketVersioningCommand, type S3Client } from '@aws-sdk/client-s3';
import { terminal } from '../../provisioning/errors.ts';
import type { BucketTarget } from './aspect.ts';

/** How S3 tells of two regions: nothing at all for the first one it had. */
const OLD_NAMES: Readonly<Record<string, string>> = { '': 'us-east-1', EU: 'eu-west-1' };

/**
 * @returns whether it has, or may have, older versions of its objects
 * @throws ProvisioningError other-region: what encrypts it and who uses it would be elsewhere
 * @throws ProvisioningError unsuitable: S3 takes no lifecycle rules for a bucket whose deletions want a second factor
 */
export async function refuseUnlessFit(
  region: string,
  s3: S3Client,
  target: BucketTarget,
): Promise<{ mayHaveVersions: boolean }> {
  const [{ LocationConstraint = '' }, { MFADelete, Status }] = await Promise.all([
    s3.send(new GetBucketLocationCommand(target)),
    s3.send(new GetBucketVersioningCommand(target)),
  ]);
  const actual = OLD_NAMES[LocationConstraint] ?? LocationConstraint;
  if (actual !== region) {
    throw terminal(
      'other-region',
      `s3-bucket ${target.Bucket} is in ${actual}, and the environment in ${region}. It was not touched.`,
    );
  }
  if (MFADelete === 'Enabled') {
    throw terminal('unsuitable', `s3-bucket ${target.Bucket} can't be taken over: MFA delete is on.`);
  }
  return { mayHaveVersions: Status !== undefined };
}
