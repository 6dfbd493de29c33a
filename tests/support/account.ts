import { randomInt } from 'node:crypto';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

export interface Account {
  accountId: string;
  endpoint: string;
}

/**
 * A new, empty AWS account in an emulator: moto gives whoever assumes a role of an account that account.
 * Clients made afterwards in this test file work in it, so it can be listed as a whole without finding
 * what other suites made. (S3 bucket names stay global.)
 */
export async function enterFreshAccount(endpoint: string): Promise<Account> {
  const accountId = Array.from({ length: 12 }, () => randomInt(1, 10)).join('');
  await enterAccount(endpoint, accountId);
  return { accountId, endpoint };
}

/** Makes clients that are made afterwards work in this account of the emulator. */
export async function enterAccount(endpoint: string, accountId: string): Promise<void> {
  const { Credentials } = await credentialsOf(endpoint, accountId);
  // Jest gives every test file an environment of its own.
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials?.SessionToken,
  });
}

/** Credentials of an account of the emulator. */
export function credentialsOf(endpoint: string, accountId: string) {
  const sts = new STSClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return sts.send(
    new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${accountId}:role/x`, RoleSessionName: 'tests' }),
  );
}
