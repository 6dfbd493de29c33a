import { ANONYMOUS, type Policies } from '../../unit/environment/evaluate.ts';
import { ACCOUNT, documentOf, rolePolicies, stackRole } from '../policies.ts';
import { environment } from './environment.ts';
import { FROM_A_SERVICE, INSIDE, OUTSIDE, type Place, THROUGH_A_SERVICE } from './places.ts';

/** Somebody who sends requests, and what they bring along. */
export interface Caller {
  name: string;
  /** What a reader should know of them, or may wonder about. */
  remark: string;
  principal: string;
  policies: Pick<Policies, 'identity' | 'boundary'>;
  context: Record<string, string>;
  places: readonly Place[];
}

export const everything = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

const BOTH_SIDES = [...INSIDE, ...OUTSIDE];
export const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

export const CALLERS = {
  role: {
    name: "The environment's role",
    remark:
      'What the microservice runs as, with its own policy and under the boundary. The key has no rule about networks: ' +
      'from elsewhere S3 could decrypt for the role, but refuses the object before it does.',
    principal: environment.roleArn,
    policies: { identity: environment.rolePolicy, boundary: documentOf('provisioner.yml', 'Boundary') },
    context: environment.roleTags,
    places: [...BOTH_SIDES, THROUGH_A_SERVICE],
  },
  admin: {
    name: 'Another role of the account, an administrator',
    remark:
      'With `AdministratorAccess`, the hardest case. Who administers the account may do to its keys what they like, ' +
      'and inside the network to its buckets; from elsewhere, not even they reach an object by themselves.',
    principal: `arn:aws:iam::${ACCOUNT}:role/admin`,
    policies: { identity: everything },
    context: {},
    places: [...BOTH_SIDES, THROUGH_A_SERVICE],
  },
  root: {
    name: 'The root user of the account',
    remark:
      'As an administrator, but S3 always lets it change the policy of a bucket, whatever that policy says.',
    principal: ROOT,
    policies: { identity: everything },
    context: {},
    places: BOTH_SIDES,
  },
  otherAccount: {
    name: 'An administrator of another account',
    remark:
      'No policy of an environment names another account, so there is nothing to gain inside the network either.',
    principal: 'arn:aws:iam::444455556666:role/admin',
    policies: { identity: everything },
    context: {},
    places: BOTH_SIDES,
  },
  provisioner: {
    name: 'The provisioner',
    remark:
      'The role of the worker. The network rule never locks it out; it sets policies and empties what is deleted, for ' +
      'which it sees the names of all objects by `list versions`, but can read or write none.',
    principal: stackRole('ReconcileRole'),
    policies: { identity: rolePolicies('provisioner.yml', 'ReconcileRole') },
    context: {},
    places: BOTH_SIDES,
  },
  observer: {
    name: 'The observer',
    remark:
      'The role of the function behind plans and drift. The network rule never locks it out either: it reads settings ' +
      'and sees names by `list versions`, and can do nothing else. Inside the network it is the same.',
    principal: stackRole('ObserveRole'),
    policies: { identity: rolePolicies('observer.yml', 'ObserveRole') },
    context: {},
    places: OUTSIDE,
  },
  service: {
    name: 'An AWS service on its own',
    remark:
      'Like the one that delivers access logs. The network rule does not fire for it, but nothing allows it anything.',
    principal: 'logging.s3.amazonaws.com',
    policies: {},
    context: {},
    places: [FROM_A_SERVICE],
  },
  unsigned: {
    name: 'Somebody without credentials',
    remark: 'An unsigned request.',
    principal: ANONYMOUS,
    policies: {},
    context: {},
    places: BOTH_SIDES,
  },
} satisfies Record<string, Caller>;
