import {
  CreateRoleCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  IAMClient,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  PutBucketTaggingCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { outputs as outputsSchema } from '../../lib/api/response-schemas.ts';
import { type Answer, atRest, changeRecord, REGION, WAIT } from '../support/http.ts';
import { inventory, namedAfter } from '../support/inventory.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();
let iam: IAMClient;
let kms: KMSClient;
beforeAll(() => {
  iam = new IAMClient({ region: REGION });
  kms = new KMSClient({ region: REGION });
});

type Outputs = ReturnType<typeof outputsSchema.parse>;

const bucketRemoved =
  (which: 'initial' | 'final') =>
  ({ buckets }: Outputs) =>
    system.s3.send(new DeleteBucketCommand({ Bucket: buckets[which]?.name }));

async function roleRemoved({ roleName: RoleName, instanceProfileName }: Outputs): Promise<void> {
  await iam.send(
    new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: instanceProfileName, RoleName }),
  );
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: RoleName }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
}

async function profileRemoved({
  roleName,
  instanceProfileName: InstanceProfileName,
}: Outputs): Promise<void> {
  await iam
    .send(new RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName: roleName }))
    .catch(() => undefined); // with the role, it is out already
  await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
}

const aliasRemoved = ({ kmsKeyAlias }: Outputs) =>
  kms.send(new DeleteAliasCommand({ AliasName: kmsKeyAlias }));
const keyRemoved = ({ kmsKeyId: KeyId }: Outputs) => kms.send(new ScheduleKeyDeletionCommand({ KeyId }));

const BY_HAND: Record<string, (outputs: Outputs) => Promise<unknown>> = {
  'the initial bucket': bucketRemoved('initial'),
  'both buckets': async (all) => [await bucketRemoved('initial')(all), await bucketRemoved('final')(all)],
  'the role': roleRemoved,
  'the instance profile': profileRemoved,
  'the alias': aliasRemoved,
  'the key': keyRemoved,
  everything: async (all) => {
    for (const remove of [
      bucketRemoved('initial'),
      bucketRemoved('final'),
      roleRemoved,
      profileRemoved,
      aliasRemoved,
    ]) {
      await remove(all);
    }
    await keyRemoved(all);
  },
};

const thingsOf = async (id: string): Promise<string[]> =>
  Object.values(await namedAfter(id, { region: REGION })).flat();

let count = 0;
async function fresh(): Promise<{ id: string; outputs: Outputs }> {
  count += 1;
  const id = `gone-${count}`;
  const { body } = await system.create(id);
  return { id, outputs: outputsSchema.parse(body.outputs) };
}

describe.each(Object.entries(BY_HAND))('an environment of which somebody removed %s', (_, remove) => {
  it('is deleted all the same, and nothing of it is left', async () => {
    const { id, outputs } = await fresh();
    await remove(outputs);
    expect(await system.send(`DELETE /environments/${id}`, { headers: WAIT })).toMatchObject({
      status: 200,
      body: { status: 'DELETED' },
    });
    expect(await thingsOf(id)).toEqual([]);
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: outputs.kmsKeyId }));
    expect(KeyMetadata?.KeyState).toBe('PendingDeletion');
  });

  it('is made whole by a reconcile, with the same key and names', async () => {
    const { id, outputs } = await fresh();
    await remove(outputs);
    expect(await system.send(`POST /environments/${id}/reconcile`, { headers: WAIT })).toMatchObject({
      body: { status: 'READY', outputs },
    });
    expect(await system.send(`GET /environments/${id}/drift`)).toMatchObject({ body: { inSync: true } });
    expect(await thingsOf(id)).toHaveLength(5);
  });
});

describe('a name that the spec asks for and that is taken by somebody else', () => {
  const theirs = [{ Key: 'team', Value: 'theirs' }];
  const cases: Record<
    string,
    {
      spec: (name: string) => object;
      make: (name: string) => Promise<unknown>;
      see: (name: string) => Promise<unknown>;
    }
  > = {
    bucket: {
      spec: (name) => ({ storage: { initialBucketName: name, finalBucketName: `${name}-final` } }),
      async make(Bucket) {
        const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
        await system.s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
        await system.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: theirs } }));
      },
      see: async (Bucket) => [
        (await system.s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet,
        await system.s3.send(new GetBucketPolicyCommand({ Bucket })).catch(({ name }: Error) => name),
      ],
    },
    role: {
      spec: (name) => ({ role: { name } }),
      make: (RoleName) =>
        iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: '{}', Tags: theirs })),
      see: async (RoleName) => (await iam.send(new GetRoleCommand({ RoleName }))).Role,
    },
    alias: {
      spec: (name) => ({ encryption: { keyAlias: `alias/${name}` } }),
      async make(name) {
        const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
        const TargetKeyId = KeyMetadata?.KeyId;
        await kms.send(new CreateAliasCommand({ AliasName: `alias/${name}`, TargetKeyId }));
      },
      see: async (name) => {
        const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: `alias/${name}` }));
        return [KeyMetadata?.KeyId, KeyMetadata?.KeyState];
      },
    },
  };

  it.each(Object.keys(cases))('%s: the environment says so, names it, and never touches it', async (what) => {
    const { spec, make, see } = cases[what] as (typeof cases)[string];
    const name = `theirs-${what}-${system.accountId}`;
    await make(name);
    const before = await see(name);
    const id = `wants-${what}`;
    const { body } = await system.create(id, spec(name));
    expect(body).toMatchObject({
      status: 'FAILED',
      statusReason: expect.stringMatching(new RegExp(`^foreign-resource: .*${name}.* was not touched`)),
    });
    const ready: Answer = await system.send(`GET /environments/${id}/ready`);
    expect(ready.status).toBeGreaterThanOrEqual(400);
    expect(ready.body.detail).toContain(name);
    expect(await see(name)).toEqual(before);
    expect(await system.send(`DELETE /environments/${id}`, { headers: WAIT })).toMatchObject({
      body: { status: 'DELETED' },
    });
    expect(await see(name)).toEqual(before);
  });
});

it('what a run left whose notes got lost is taken over: no second key, the same buckets', async () => {
  const { id, outputs } = await fresh();
  await atRest(system);
  const { keys } = await inventory({ region: REGION });
  const past = new Date(Date.now() - 1000).toISOString();
  // As when the worker died before a single answer was noted: all there is are the intents.
  const asked = (type: string) => ({ type, status: 'CREATING', intendedAt: past });
  await changeRecord(system, id, {
    status: 'PROVISIONING',
    observedGeneration: 0,
    resources: {
      key: asked('kms-key'),
      initialBucket: asked('s3-bucket'),
      finalBucket: asked('s3-bucket'),
      role: asked('iam-role'),
    },
    dueAt: past,
    duePartition: 'due',
  });
  await system.sweep();
  expect(await system.send(`GET /environments/${id}`, { headers: WAIT })).toMatchObject({
    body: { status: 'READY', outputs },
  });
  expect((await inventory({ region: REGION })).keys).toEqual(keys);
});
