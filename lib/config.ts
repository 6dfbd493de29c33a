import type { Deployment } from './environment/environment.ts';

export interface StoreConfig {
  tableName: string;
  queueUrl: string;
}

export interface ApiConfig extends StoreConfig {
  /** Regions that callers may choose. */
  allowedRegions: string[];
  defaultRegion: string;
  /** Names that buckets may have; `*` stands for any characters. */
  bucketNames: string[];
}

export interface DeploymentConfig {
  deployment: Deployment;
}

/** What looking into the account needs. */
export interface LookConfig extends DeploymentConfig {
  /** Seconds after a create until its result is visible to every read. */
  visibleAfterSeconds: number;
}

export interface WorkerConfig extends StoreConfig, LookConfig, EventsConfig, QuotaConfig, ImportConfig {
  /** Whether to look for drift from time to time, and to repair what is found. */
  driftCheck: 'off' | 'report' | 'repair';
  /** Seconds between two looks for drift. */
  driftCheckSeconds: number;
  deadLetterQueueUrl: string;
}

export interface EventsConfig {
  eventsTableName: string;
}

export interface QuotaConfig {
  /** 0: no limit. */
  environmentsPerTenant: number;
}

export interface ObserverConfig {
  /** Name of the function that looks into the account. */
  observerFunction: string;
}

export interface ImportConfig {
  /** Paths and names of roles, profiles and policies that callers may have taken over; undefined: nothing. */
  imports: string[] | undefined;
}

/** Who may call, and what. The rules' form stands in lib/api/rules.ts. */
export interface AuthConfig {
  /** How API Gateway knows who calls. `none` is for one machine only: everybody is the tenant `local`. */
  auth: 'iam' | 'jwt' | 'none';
  /** Who may call at all. */
  callers: string;
  admins: string;
  operators: string;
  readers: string;
  /** The claim of a token whose value is the tenant. */
  tenantClaim: string;
}

export interface LimitConfig {
  /** Table of what tenants have asked for lately. */
  limitsTableName: string;
  /** Requests of a tenant that change something in a minute, and as many that wait or look. 0: no limit. */
  changesPerMinute: number;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Gives a variable; notes it as wrong when it is not set or hasn't the form. */
type Read = (name: string, form?: RegExp) => string;

const store = (read: Read): StoreConfig => ({ tableName: read('TABLE_NAME'), queueUrl: read('QUEUE_URL') });

const api = (read: Read): ApiConfig => ({
  ...store(read),
  allowedRegions: read('ALLOWED_REGIONS')
    .split(',')
    .map((region) => region.trim()),
  defaultRegion: read('DEFAULT_REGION'),
  // A star further ahead would stand for a slash, too, and so reach into other buckets.
  bucketNames: read('BUCKET_NAMES', /^(\*|[a-z0-9][a-z0-9.-]*\*?)(,[a-z0-9][a-z0-9.-]*\*?)*$/).split(','),
});

const deployment = (read: Read): DeploymentConfig => ({
  deployment: {
    service: 'groundwork',
    stage: read('STAGE'),
    accountId: read('ACCOUNT_ID', /^\d{12}$/),
    partition: read('PARTITION'),
    provisionerArn: read('PROVISIONER_ARN', /^arn:/),
    observerArn: read('OBSERVER_ARN', /^arn:/),
    iamPath: read('IAM_PATH', /^\/.*\/$/),
    boundaryArn: read('BOUNDARY_ARN', /^arn:/),
  },
});

const look = (read: Read): LookConfig => ({
  ...deployment(read),
  visibleAfterSeconds: Number(read('VISIBLE_AFTER_SECONDS', /^\d+$/)),
});

const imports = (read: Read): ImportConfig => {
  const names = read('IMPORTS', /^[\w+=,.@/*-]+$/);
  return { imports: names === 'off' ? undefined : names.split(',') };
};

const events = (read: Read): EventsConfig => ({ eventsTableName: read('EVENTS_TABLE_NAME') });

const quota = (read: Read): QuotaConfig => ({
  environmentsPerTenant: Number(read('ENVIRONMENTS_PER_TENANT', /^\d{1,6}$/)),
});

const observer = (read: Read): ObserverConfig => ({ observerFunction: read('OBSERVER_FUNCTION') });

const worker = (read: Read): WorkerConfig => ({
  ...store(read),
  ...look(read),
  ...events(read),
  ...quota(read),
  ...imports(read),
  deadLetterQueueUrl: read('DEAD_LETTER_QUEUE_URL'),
  driftCheck: read('DRIFT_CHECK', /^(off|report|repair)$/) as WorkerConfig['driftCheck'],
  driftCheckSeconds: Number(read('DRIFT_CHECK_MINUTES', /^[1-9]\d{0,5}$/)) * 60,
});

const auth = (read: Read): AuthConfig => {
  // An API without callers' names must not be reachable from anywhere else.
  const auth = read('AUTH', read('STAGE') === 'local' ? /^(iam|jwt|none)$/ : /^(iam|jwt)$/);
  return {
    auth: auth as AuthConfig['auth'],
    callers: read('CALLERS'),
    admins: read('ADMINS'),
    operators: read('OPERATORS'),
    readers: read('READERS'),
    // Which claim it is depends on the issuer: with the wrong one each branch would be a tenant.
    tenantClaim: read('TENANT_CLAIM', auth === 'jwt' ? /^[\w:./-]+$/ : /^[\w:./-]*$/),
  };
};

const limit = (read: Read): LimitConfig => ({
  limitsTableName: read('LIMITS_TABLE_NAME'),
  changesPerMinute: Number(read('CHANGES_PER_MINUTE', /^\d{1,6}$/)),
});

/** What one kind of function needs of its environment. @throws Error naming each variable that is wrong */
const configuration =
  <T>(parts: (read: Read) => T) =>
  (env: Env = process.env): T =>
    checked(env, parts);

export const storeConfig = configuration(store);
export const apiConfig = configuration((read) => ({ ...api(read), ...quota(read), ...observer(read) }));
export const importConfig = configuration((read) => ({
  ...api(read),
  ...quota(read),
  ...observer(read),
  ...deployment(read),
  ...imports(read),
}));
export const exportConfig = configuration((read) => ({ ...store(read), ...deployment(read) }));
export const observingConfig = configuration((read) => ({ ...store(read), ...observer(read) }));
export const restoreConfig = configuration((read) => ({ ...store(read), ...quota(read) }));
export const eventsConfig = configuration((read) => ({ ...store(read), ...events(read) }));
export const lookConfig = configuration(look);
export const workerConfig = configuration(worker);
export const authConfig = configuration(auth);
export const limitConfig = configuration(limit);

/** Reads all variables before it complains, so that one look at the log tells all that is wrong. */
function checked<T>(env: Env, parts: (read: Read) => T): T {
  const wrong: string[] = [];
  const value = parts((name, form = /./) => {
    const text = env[name] ?? '';
    if (!form.test(text)) wrong.push(text === '' ? `${name} is not set` : `${name} must match ${form}`);
    return text;
  });
  if (wrong.length > 0) throw new Error(`The function's environment is wrong: ${wrong.join('; ')}.`);
  return value;
}
