import { beforeAll, describe, expect, it } from '@jest/globals';
import { keyPolicy } from '../../lib/environment/policies.ts';
import { type Document, documentOf, rolePolicies, together } from '../support/policies.ts';
import { decide } from '../unit/environment/evaluate.ts';
import { newStage, type Recorded, rolesByFunction, type Stage } from './permissions/stage.ts';
import { wholeRun } from './permissions/whole-run.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await newStage();
  await wholeRun(stage);
}, 300_000);

const FILES: Readonly<Record<string, string>> = {
  ReconcileRole: 'provisioner.yml',
  ObserveRole: 'observer.yml',
};
const ROLES = Object.values(rolesByFunction());

const policiesOf = (role: string): Document =>
  rolePolicies(FILES[role] ?? 'functions.yml', role, stage.values);
const adoption = (): Document => documentOf('adoption.yml', 'AdoptionPolicy', stage.values);

/** What was asked as this role; each once. */
const askedAs = (role: string): Recorded[] => [
  ...new Map((stage.recorded.get(role) ?? []).map((ask) => [JSON.stringify(ask), ask])).values(),
];

/** What of it these policies don't allow. */
async function denied(asks: readonly Recorded[], role: string, identity: Document): Promise<Recorded[]> {
  const { accountId } = stage;
  const principal = `arn:aws:iam::${accountId}:role/groundwork-dev-${role}-ABC`;
  const decisions = await Promise.all(
    asks.map(({ action, resource, context }) =>
      decide(
        { principal, action, resource, accountId, context },
        // Every key leaves it to the account's policies.
        {
          identity,
          ...(action.startsWith('kms:') && { resource: keyPolicy({ partition: 'aws', accountId }) }),
        },
      ),
    ),
  );
  return asks.filter((_, index) => decisions[index] !== 'Allowed');
}

/** What Lambda does in the role's name, for the function that has it. */
const BY_LAMBDA = /^(logs|xray):|^sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes) .*:work$/;
/** Of the worker: what the handlers declare is in tests/unit/aws/actions.test.ts. */
const DECLARED = /^(iam|kms|s3):/;

const pairsAllowed = ({ Statement }: Document): string[] =>
  Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action = [], Resource }) =>
    [Action].flat().flatMap((action) => [Resource].flat().map((resource) => `${action} ${resource}`)),
  );

describe.each(ROLES.filter((role) => role !== 'ReconcileRole'))('%s', (role) => {
  it('allows every call that its function makes', async () => {
    expect(await denied(askedAs(role), role, policiesOf(role))).toEqual([]);
  });
});

describe.each(ROLES.filter((role) => !(role in FILES)))('%s', (role) => {
  it('allows nothing that its function never does', () => {
    const byLambda = role === 'SweepRole' ? /^(logs|xray):/ : BY_LAMBDA;
    const allowed = pairsAllowed(policiesOf(role)).filter((pair) => !byLambda.test(pair));
    const asked = new Set(askedAs(role).map(({ action, resource }) => `${action} ${resource}`));
    expect(allowed.sort()).toEqual([...asked].sort());
  });
});

describe('ReconcileRole', () => {
  it('allows every call that the worker makes, where imports are on', async () => {
    const policies = together(policiesOf('ReconcileRole'), adoption());
    expect(await denied(askedAs('ReconcileRole'), 'ReconcileRole', policies)).toEqual([]);
  });

  it('lacks without them only what is done to what is taken over', async () => {
    const missing = await denied(askedAs('ReconcileRole'), 'ReconcileRole', policiesOf('ReconcileRole'));
    const resources = new Set(missing.map(({ resource }) => resource));
    const taken = `:(role|instance-profile|policy)/m${stage.accountId}_`;
    expect([...resources].filter((resource) => !new RegExp(taken).test(resource))).toEqual([]);
    expect(resources.size).toBe(3);
  });

  it('allows beside what the handlers declare nothing that the worker never does', () => {
    const unlisted = (pair: string) => !BY_LAMBDA.test(pair) && !DECLARED.test(pair);
    const allowed = pairsAllowed(policiesOf('ReconcileRole')).filter(unlisted);
    const asked = new Set(askedAs('ReconcileRole').map(({ action, resource }) => `${action} ${resource}`));
    expect(allowed.sort()).toEqual([...asked].filter(unlisted).sort());
  });
});
