import {
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import { sameValue } from '../../provisioning/canonical.ts';
import { absentOn } from '../errors.ts';
import type { BucketAspect } from './aspect.ts';

interface Lifecycle {
  /** Days after which an upload that was begun and never completed is dropped. */
  abortUploadsAfterDays?: number;
  /** Days after which objects go, and after as many days more their old versions. */
  expireAfterDays?: number;
}

const ABORT_UPLOADS = 'abort-incomplete-uploads';
const EXPIRE_OBJECTS = 'expire-objects';

/** What S3 cleans up by itself. */
export const lifecycle: BucketAspect<Lifecycle | LifecycleRule[]> = {
  actions: ['s3:GetLifecycleConfiguration', 's3:PutLifecycleConfiguration'],

  async read(s3, target) {
    const seen = await absentOn(
      ['NoSuchLifecycleConfiguration'],
      s3.send(new GetBucketLifecycleConfigurationCommand(target)),
    );
    const rules = seen?.Rules ?? [];
    const told = lifecycleOf(rules);
    // Rules that are not exactly ours read back as they are, and so differ from any desired value.
    return sameValue(rulesOf(told).map(comparable), rules.map(comparable)) ? told : rules;
  },

  async write(s3, target, desired) {
    const LifecycleConfiguration = { Rules: rulesOf(desired as Lifecycle) };
    await s3.send(new PutBucketLifecycleConfigurationCommand({ ...target, LifecycleConfiguration }));
  },
};

function rulesOf({ abortUploadsAfterDays, expireAfterDays }: Lifecycle): LifecycleRule[] {
  const everything = { Status: 'Enabled', Filter: { Prefix: '' } } as const;
  return [
    ...(abortUploadsAfterDays
      ? [
          {
            ID: ABORT_UPLOADS,
            ...everything,
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: abortUploadsAfterDays },
          },
        ]
      : []),
    ...(expireAfterDays
      ? [
          {
            ID: EXPIRE_OBJECTS,
            ...everything,
            Expiration: { Days: expireAfterDays },
            NoncurrentVersionExpiration: { NoncurrentDays: expireAfterDays },
          },
        ]
      : []),
  ];
}

function lifecycleOf(rules: readonly LifecycleRule[]): Lifecycle {
  const rule = (id: string) => rules.find(({ ID }) => ID === id);
  const abortUploadsAfterDays = rule(ABORT_UPLOADS)?.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
  const expireAfterDays = rule(EXPIRE_OBJECTS)?.Expiration?.Days;
  return {
    ...(abortUploadsAfterDays && { abortUploadsAfterDays }),
    ...(expireAfterDays && { expireAfterDays }),
  };
}

/** An empty filter and none mean the same, and services differ in which they hand back. */
const comparable = ({ Filter, Prefix, ...rule }: LifecycleRule) => ({
  ...rule,
  filter: { ...Filter, Prefix: Filter?.Prefix ?? Prefix ?? '' },
});
