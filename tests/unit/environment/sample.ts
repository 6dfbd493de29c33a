import type { Deployment, EnvironmentRecord, Spec } from '../../../lib/environment/environment.ts';
import { newRecord } from '../../../lib/environment/record.ts';

export const deployment: Deployment = {
  service: 'groundwork',
  stage: 'prod',
  accountId: '111122223333',
  partition: 'aws',
  provisionerArn: 'arn:aws:iam::111122223333:role/groundwork-prod-reconcile',
  observerArn: 'arn:aws:iam::111122223333:role/groundwork-prod-observe',
  iamPath: '/groundwork/prod/',
  boundaryArn: 'arn:aws:iam::111122223333:policy/groundwork-prod-boundary',
};

type Changes = Partial<Omit<Spec, 'encryption' | 'storage' | 'role'>> & {
  encryption?: Partial<Spec['encryption']>;
  storage?: Partial<Spec['storage']>;
  role?: Partial<Spec['role']>;
};

/** A spec with all defaults filled in, and what differs from them. */
export const spec = ({ encryption, storage, role, ...rest }: Changes = {}): Spec => ({
  region: 'eu-west-1',
  allowedCidrs: ['203.0.113.7/32'],
  allowedVpcEndpoints: [],
  deletionProtection: false,
  forceDestroy: false,
  tags: {},
  ...rest,
  encryption: { algorithm: 'aws:kms', deletionWindowDays: 7, ...encryption },
  storage: { acl: 'private', versioning: true, ...storage },
  role: { trustedServices: ['ec2.amazonaws.com'], ...role },
});

/** A record as it is when it was accepted at that time, and what differs from it. */
export const newborn = (now: Date, changes: Partial<EnvironmentRecord> = {}): EnvironmentRecord => ({
  ...newRecord({
    tenant: 't',
    id: 'pr-123',
    uid: 'abcdefghijkl2345',
    spec: spec(),
    caller: 'arn:me',
    now,
    expiresAt: undefined,
    idempotencyKey: undefined,
    requestHash: 'hash',
  }),
  ...changes,
});
