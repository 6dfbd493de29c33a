import { describe, expect, it } from '@jest/globals';
import { apiConfig, authConfig, limitConfig, storeConfig, workerConfig } from '../../lib/config.ts';

const STORE = { TABLE_NAME: 'records', QUEUE_URL: 'http://queue' };
const API = {
  ...STORE,
  ALLOWED_REGIONS: 'eu-west-1,us-east-1',
  DEFAULT_REGION: 'eu-west-1',
  BUCKET_NAMES: 'initial-*,final-*',
  ENVIRONMENTS_PER_TENANT: '20',
  OBSERVER_FUNCTION: 'observe',
};
const WORKER = {
  ...STORE,
  VISIBLE_AFTER_SECONDS: '0',
  STAGE: 'prod',
  ACCOUNT_ID: '111122223333',
  PARTITION: 'aws',
  PROVISIONER_ARN: 'arn:aws:iam::111122223333:role/worker',
  IAM_PATH: '/groundwork/prod/',
  BOUNDARY_ARN: 'arn:aws:iam::111122223333:policy/boundary',
  OBSERVER_ARN: 'arn:aws:iam::111122223333:role/observer',
  EVENTS_TABLE_NAME: 'events',
  ENVIRONMENTS_PER_TENANT: '0',
  DRIFT_CHECK: 'report',
  DEAD_LETTER_QUEUE_URL: 'http://dead',
  DRIFT_CHECK_MINUTES: '60',
  IMPORTS: 'microservice_*,team/*',
};

const AUTHENTICATION = {
  CALLERS: 'repository_owner_id=1',
  ADMINS: 'off',
  OPERATORS: '*',
  READERS: 'off',
  TENANT_CLAIM: 'repository_id',
};

const store = { tableName: 'records', queueUrl: 'http://queue' };

describe('a function is configured by its environment', () => {
  it('that reads records', () => expect(storeConfig(STORE)).toEqual(store));

  it('of the API, with each region', () => {
    const regions = { allowedRegions: ['eu-west-1', 'us-east-1'], defaultRegion: 'eu-west-1' };
    expect(apiConfig(API)).toEqual({
      ...store,
      ...regions,
      bucketNames: ['initial-*', 'final-*'],
      environmentsPerTenant: 20,
      observerFunction: 'observe',
    });
  });

  it('of the worker', () => {
    expect(workerConfig(WORKER)).toEqual({
      ...store,
      eventsTableName: 'events',
      environmentsPerTenant: 0,
      deadLetterQueueUrl: 'http://dead',
      driftCheck: 'report',
      driftCheckSeconds: 3600,
      imports: ['microservice_*', 'team/*'],
      visibleAfterSeconds: 0,
      deployment: {
        service: 'groundwork',
        stage: 'prod',
        accountId: '111122223333',
        partition: 'aws',
        provisionerArn: 'arn:aws:iam::111122223333:role/worker',
        observerArn: 'arn:aws:iam::111122223333:role/observer',
        iamPath: '/groundwork/prod/',
        boundaryArn: 'arn:aws:iam::111122223333:policy/boundary',
      },
    });
  });

  it.each([
    ['dev', 'iam'],
    ['dev', 'jwt'],
    ['local', 'iam'],
    ['local', 'jwt'],
    ['local', 'none'],
  ])('that asks who calls: in stage %s as %s', (STAGE, AUTH) => {
    expect(authConfig({ ...AUTHENTICATION, STAGE, AUTH })).toEqual({
      auth: AUTH,
      callers: 'repository_owner_id=1',
      admins: 'off',
      operators: '*',
      readers: 'off',
      tenantClaim: 'repository_id',
    });
  });

  it('that needs no claim for the tenant where callers sign', () => {
    const iam = { ...AUTHENTICATION, STAGE: 'dev', AUTH: 'iam', TENANT_CLAIM: '' };
    expect(authConfig(iam).tenantClaim).toBe('');
    expect(() => authConfig({ ...iam, AUTH: 'jwt' })).toThrow('TENANT_CLAIM is not set');
    for (const TENANT_CLAIM of ['custom:tenant', 'https://acme.example/tenant', 'org-id']) {
      expect(authConfig({ ...iam, AUTH: 'jwt', TENANT_CLAIM }).tenantClaim).toBe(TENANT_CLAIM);
    }
  });

  it.each(['initial-*,final-*', '*', 'acme-raw,acme-*'])(
    'that has buckets of certain names: %s',
    (BUCKET_NAMES) => {
      expect(apiConfig({ ...API, BUCKET_NAMES }).bucketNames).toEqual(BUCKET_NAMES.split(','));
    },
  );

  it('that counts requests', () => {
    const limits = { LIMITS_TABLE_NAME: 'limits', CHANGES_PER_MINUTE: '300' };
    expect(limitConfig(limits)).toEqual({ limitsTableName: 'limits', changesPerMinute: 300 });
  });
});

describe('a function does not start', () => {
  it('without its variables, all of which it names', () => {
    expect(() => apiConfig({ TABLE_NAME: 'records', DEFAULT_REGION: '' })).toThrow(
      "The function's environment is wrong: QUEUE_URL is not set; ALLOWED_REGIONS is not set; DEFAULT_REGION is not set; BUCKET_NAMES is not set; ENVIRONMENTS_PER_TENANT is not set; OBSERVER_FUNCTION is not set.",
    );
  });

  it.each([
    ['VISIBLE_AFTER_SECONDS', 'soon'],
    ['VISIBLE_AFTER_SECONDS', '-1'],
    ['ACCOUNT_ID', '1111'],
    ['PROVISIONER_ARN', 'worker'],
    ['IAM_PATH', '/groundwork'],
    ['IAM_PATH', 'groundwork/'],
    ['BOUNDARY_ARN', 'boundary'],
    ['ENVIRONMENTS_PER_TENANT', 'many'],
    ['DRIFT_CHECK', 'yes'],
    ['DRIFT_CHECK_MINUTES', '0'],
  ])('with %s=%s', (name, value) => {
    expect(() => workerConfig({ ...WORKER, [name]: value })).toThrow(`${name} must match`);
  });

  it.each(['initial-*, final-*', '*-data', 'team-*-data', 'a*,*', 'Acme-*', 'a/*', 'a,'])(
    'with BUCKET_NAMES=%s: a star further ahead would reach into other buckets',
    (BUCKET_NAMES) => {
      expect(() => apiConfig({ ...API, BUCKET_NAMES })).toThrow('BUCKET_NAMES must match');
    },
  );

  it.each([
    ['local', undefined],
    ['local', ''],
    ['local', 'None'],
    ['local', 'iam,none'],
    ['local', 'off'],
    ['prod', 'none'],
    ['', 'none'],
  ])('in stage %p with AUTH=%p: nobody is let in by mistake', (STAGE, AUTH) => {
    expect(() => authConfig({ ...AUTHENTICATION, STAGE, AUTH })).toThrow('AUTH');
  });

  it.each(Object.keys(WORKER))('as a worker without %s', (name) => {
    expect(() => workerConfig({ ...WORKER, [name]: undefined })).toThrow(`${name} is not set`);
  });
});
