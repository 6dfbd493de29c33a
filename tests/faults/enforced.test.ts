import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from '@jest/globals';
import { type Document, rolePolicies, type Statement } from '../support/policies.ts';
import { useEmulator } from './crash-matrix.ts';
import { WHOLE_LIFE } from './whole-life.ts';
import { newWorkplace, REGION, type Workplace } from './workplace.ts';

// Whether rights are looked at is a matter of the whole emulator.
useEmulator();

/** moto doesn't look at what these are about: it wants them to be allowed on anything. */
const ON_ANYTHING = /^(dynamodb|events|kms):|^iam:(CreateRole|GetRole|\w+InstanceProfile)$/;
/** It takes each call that asks for a part of a bucket which it has no action for as a listing. */
const AS_LISTING = /^s3:Get(EncryptionConfiguration|BucketPublicAccessBlock|BucketOwnershipControls)$/;

const actionsOf = ({ Action = [] }: Statement): string[] => [Action].flat();
const isAllow = ({ Effect }: Statement): boolean => Effect === 'Allow';

/** The policies as far as moto can judge them, wider than they are by this alone. It takes conditions for fulfilled. */
const asJudged = ({ Version, Statement }: Document): Document => ({
  Version,
  Statement: Statement.flatMap((statement) => {
    // A condition that it takes for fulfilled would deny what ours lets pass.
    if (!isAllow(statement)) return statement.Condition ? [] : [statement];
    const actions = actionsOf(statement);
    const onAnything = actions.filter((action) => ON_ANYTHING.test(action));
    const others = actions.filter((action) => !ON_ANYTHING.test(action));
    const listing = actions.some((action) => AS_LISTING.test(action)) ? ['s3:ListBucket'] : [];
    return [
      { ...statement, Action: [...others, ...listing] },
      { ...statement, Action: onAnything, Resource: '*' },
    ].filter(({ Action }) => Action.length > 0);
  }),
});

const without = ({ Version, Statement }: Document, action: string): Document => ({
  Version,
  Statement: Statement.map((statement) =>
    isAllow(statement)
      ? { ...statement, Action: actionsOf(statement).filter((each) => each !== action) }
      : statement,
  ),
});

/** What the worker is allowed in this account. */
function policiesIn({ config: { deployment, tableName, eventsTableName } }: Workplace): Document {
  const { accountId, boundaryArn, iamPath, stage } = deployment;
  const table = (name: string) => `arn:aws:dynamodb:${REGION}:${accountId}:table/${name}`;
  const queue = (name: string) => `arn:aws:sqs:${REGION}:${accountId}:${name}`;
  return rolePolicies('provisioner.yml', 'ReconcileRole', {
    'AWS::AccountId': accountId,
    'AWS::Region': REGION,
    'self:custom.iamPath': iamPath,
    'sls:stage': stage,
    Boundary: boundaryArn,
    'Environments.Arn': table(tableName),
    'Events.Arn': table(eventsTableName),
    'Queue.Arn': queue('work'),
    'DeadLetterQueue.Arn': queue('dead'),
  });
}

const WORKER = { RoleName: 'worker', PolicyName: 'all' };
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
};

/** The worker runs with these rights and no others. Its role is gone afterwards: the environment is all there is. */
async function runWith(policies: Document, place: Workplace): Promise<void> {
  const iam = new IAMClient();
  const AssumeRolePolicyDocument = JSON.stringify(TRUST);
  const { Role } = await iam.send(new CreateRoleCommand({ ...WORKER, AssumeRolePolicyDocument }));
  await iam.send(new PutRolePolicyCommand({ ...WORKER, PolicyDocument: JSON.stringify(policies) }));
  const become = new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'run' });
  const { Credentials } = await new STSClient().send(become);
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: Credentials?.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials?.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials?.SessionToken,
  });
  await lookAtRightsAfter('0');
  try {
    await place.deliver(place.life());
  } finally {
    await lookAtRightsAfter('inf');
    Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN });
  }
  await iam.send(new DeleteRolePolicyCommand(WORKER));
  await iam.send(new DeleteRoleCommand(WORKER));
}

/** @param calls that are still let through without a look */
const lookAtRightsAfter = (calls: '0' | 'inf'): Promise<Response> =>
  fetch(new URL('/moto-api/reset-auth', process.env.AWS_ENDPOINT_URL), {
    method: 'POST',
    body: calls,
    headers: { 'content-type': 'text/plain' },
  });

describe('where rights are looked at, the worker', () => {
  it('brings an environment from its creation to its end with those that it has', async () => {
    const place = await newWorkplace();
    const policies = asJudged(policiesIn(place));
    for (const { ask, check } of WHOLE_LIFE.stages) {
      await ask(place);
      await runWith(policies, place);
      await check(place);
    }
  });

  it.each(['iam:CreateInstanceProfile', 'iam:PutRolePolicy', 's3:PutBucketPolicy'])(
    'fails without %s, which the record names',
    async (action) => {
      const place = await newWorkplace();
      await WHOLE_LIFE.stages[0]?.ask(place);
      const policies = asJudged(without(policiesIn(place), action));
      await runWith(policies, place);
      // Until then the right may only be late.
      const { visibleAfterSeconds } = place.config;
      place.clock.now = new Date(place.clock.now.getTime() + visibleAfterSeconds * 1000);
      await runWith(policies, place);
      const { status, statusReason } = await place.record();
      expect(status).toBe('FAILED');
      expect(statusReason).toContain(`${action.split(':')[1]}: AccessDenied`);
    },
  );
});
