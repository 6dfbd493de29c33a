import type { Deployment } from './environment/environment.ts';

export interface StoreConfig {
  tableName: string;
  queueUrl: string;
}

export interface ApiConfig extends StoreConfig {
  /** Regions that callers may choose. */
  allowedRegions: string[];
  defaultRegion: string;
}

export interface WorkerConfig extends StoreConfig {
  deployment: Deployment;
  /** Seconds after a create until its result is visible to every read. */
  visibleAfterSeconds: number;
}

export interface AuthConfig {
  /** `none` is for one machine only: everybody is the tenant `local`. */
  auth: 'iam' | 'none';
}

type Env = Readonly<Record<string, string | undefined>>;

/** What every function that reads or writes records needs. @throws Error naming each variable that is wrong */
export const storeConfig = (env: Env = process.env): StoreConfig =>
  checked(env, (read) => ({ tableName: read('TABLE_NAME'), queueUrl: read('QUEUE_URL') }));

/** @throws Error naming each variable that is wrong */
export const apiConfig = (env: Env = process.env): ApiConfig =>
  checked(env, (read) => ({
    tableName: read('TABLE_NAME'),
    queueUrl: read('QUEUE_URL'),
    allowedRegions: read('ALLOWED_REGIONS')
      .split(',')
      .map((region) => region.trim()),
    defaultRegion: read('DEFAULT_REGION'),
  }));

/** @throws Error naming each variable that is wrong */
export const workerConfig = (env: Env = process.env): WorkerConfig =>
  checked(env, (read) => ({
    tableName: read('TABLE_NAME'),
    queueUrl: read('QUEUE_URL'),
    visibleAfterSeconds: Number(read('VISIBLE_AFTER_SECONDS', /^\d+$/)),
    deployment: {
      service: 'groundwork',
      stage: read('STAGE'),
      accountId: read('ACCOUNT_ID', /^\d{12}$/),
      partition: read('PARTITION'),
      provisionerArn: read('PROVISIONER_ARN', /^arn:/),
      iamPath: read('IAM_PATH', /^\/.*\/$/),
      boundaryArn: read('BOUNDARY_ARN', /^arn:/),
    },
  }));

/** @throws Error when AUTH is neither `iam` nor `none` */
export const authConfig = (env: Env = process.env): AuthConfig =>
  checked(env, (read) => ({ auth: read('AUTH', /^(iam|none)$/) as AuthConfig['auth'] }));

/** Reads all variables before it complains, so that one look at the log tells all that is wrong. */
function checked<T>(env: Env, read: (variable: (name: string, form?: RegExp) => string) => T): T {
  const wrong: string[] = [];
  const value = read((name, form = /./) => {
    const text = env[name] ?? '';
    if (!form.test(text)) wrong.push(text === '' ? `${name} is not set` : `${name} must match ${form}`);
    return text;
  });
  if (wrong.length > 0) throw new Error(`The function's environment is wrong: ${wrong.join('; ')}.`);
  return value;
}
