import { devNull } from 'node:os';

/** Where one system's calls to AWS go, and as whom. */
export interface Target {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

const REGION = 'eu-west-1';

/** The credentials of the environment, else made-up ones: an emulator takes any. */
export const targetOf = (endpoint: string, env: NodeJS.ProcessEnv): Target => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env;
  const credentials =
    AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY
      ? {
          accessKeyId: AWS_ACCESS_KEY_ID,
          secretAccessKey: AWS_SECRET_ACCESS_KEY,
          ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
        }
      : { accessKeyId: 'test', secretAccessKey: 'test' };
  return { endpoint, region: REGION, credentials };
};

/** Without what points a process at an AWS or a profile of the user's. */
export const withoutAws = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('AWS_')));

/** The environment for processes that talk to the target and to nothing else: no profile, no real endpoint. */
export const environmentFor = (
  { endpoint, region, credentials }: Target,
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv => ({
  ...withoutAws(env),
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
});
