import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { within } from '../timeouts.ts';
import { watched } from './calls.ts';
import { classified } from './errors.ts';

/** The clients a handler may use. IAM is global; the others are made once per region. */
export interface AwsClients {
  iam: IAMClient;
  kms(region: string): KMSClient;
  /** Never repeats a call by itself: the SDK would send CreateKey twice when an answer gets lost. */
  kmsOnce(region: string): KMSClient;
  s3(region: string): S3Client;
  /** Never repeats a call by itself: the repeat of a CreateBucket reads like somebody else's success. */
  s3Once(region: string): S3Client;
}

/** The longest call has to end before the lease does: lib/operations/budget.ts. */
export const TIMEOUTS = within(3_000, 10_000);

/** Clients whose every failure is a ProvisioningError (errors.ts) and whose every call is told (calls.ts). */
export function awsClients(): AwsClients {
  return {
    iam: ours(new IAMClient({ requestHandler: TIMEOUTS })),
    kms: perRegion((region) => ours(new KMSClient({ region, requestHandler: TIMEOUTS }))),
    kmsOnce: perRegion((region) => ours(new KMSClient({ region, requestHandler: TIMEOUTS, maxAttempts: 1 }))),
    s3: perRegion((region) => s3Client(region)),
    s3Once: perRegion((region) => s3Client(region, { maxAttempts: 1 })),
  };
}

const ours = <T extends { middlewareStack: object }>(client: T): T => watched(classified(client));

const s3Client = (region: string, options: { maxAttempts?: number } = {}): S3Client =>
  ours(
    new S3Client({
      ...options,
      region,
      requestHandler: TIMEOUTS,
      // An emulator's host has no name per bucket.
      forcePathStyle: Boolean(process.env.AWS_ENDPOINT_URL),
    }),
  );

function perRegion<T>(make: (region: string) => T): (region: string) => T {
  const made = new Map<string, T>();
  return (region) => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
}
