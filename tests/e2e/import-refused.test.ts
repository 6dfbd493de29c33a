import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  IAMClient,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { PROBLEM_EXAMPLES } from '../../lib/api/problem-examples.ts';
import { plan } from '../../lib/api/response-schemas.ts';
import { atRest, REGION, WAIT } from '../support/http.ts';
import { writesOf } from '../support/recording-proxy.ts';
import { useRecordedSystem } from '../support/suite.ts';
import { makeRootModule, type RootModule } from '../support/terraform/root-module.ts';

const { system, proxy } = useRecordedSystem();
const post = (body: unknown, query = '') => system.send(`POST /imports${query}`, { body, headers: WAIT });

let made: RootModule;
beforeAll(async () => {
  made = await makeRootModule(REGION, `r${system.accountId}`);
});

/** A state as short as can be. */
const instance = (type: string, name: string, attributes: object) => ({
  mode: 'managed',
  type,
  name,
  instances: [{ attributes }],
});
const stateWith = (resources: object[], version = 4) => ({ version, resources });
const key = (name: string, id = made.key) => instance('aws_kms_key', name, { key_id: id });
const buckets = () => [
  instance('aws_s3_bucket', 'initial', { bucket: made.initialBucket }),
  instance('aws_s3_bucket', 'final', { bucket: made.finalBucket }),
];

/** Two buckets with the encryption that every bucket has. */
async function openBuckets(name: string): Promise<[initial: string, final: string]> {
  const s3 = new S3Client({ region: REGION, forcePathStyle: true });
  const CreateBucketConfiguration = { LocationConstraint: REGION as 'eu-west-1' };
  const names = ['initial', 'final'].map((which) => `${which}-${name}-${system.accountId}`);
  for (const Bucket of names) await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  return [names[0] ?? '', names[1] ?? ''];
}

/** Nothing is stored, and nothing was asked of AWS that could change something. */
async function refusesWithoutATrace(
  body: unknown,
  expected: { status: number; code: string; errors: { pointer: string; detail?: string }[] },
) {
  proxy.calls.length = 0;
  const { errors, ...about } = expected;
  const answer = await post(body);
  expect(answer.body).toMatchObject({
    ...about,
    errors: errors.map(({ pointer, detail = '' }) => ({ pointer, detail: expect.stringContaining(detail) })),
  });
  expect(writesOf(proxy)).toEqual([]);
  expect((await system.send('GET /environments/bad')).status).toBe(404);
}

describe('an import that can not be understood is refused, with a pointer to the place', () => {
  const invalid = (...errors: { pointer: string; detail?: string }[]) => ({
    status: 400,
    code: 'validation-failed',
    errors,
  });

  it('in a state of another version', () =>
    refusesWithoutATrace({ id: 'bad', state: stateWith([], 3) }, invalid({ pointer: '/state/version' })));

  it('in a state that is cut off, given as text', () => {
    const text = JSON.stringify(stateWith(buckets())).slice(0, -40);
    return refusesWithoutATrace({ id: 'bad', state: text }, invalid({ pointer: '/state', detail: 'JSON' }));
  });

  it('in a body that is cut off in the state', () =>
    refusesWithoutATrace(JSON.stringify({ id: 'bad', state: stateWith(buckets()) }).slice(0, -40), {
      status: 400,
      code: 'invalid-json',
      errors: [{ pointer: '/state' }],
    }));

  it('with two keys', () =>
    refusesWithoutATrace(
      { id: 'bad', state: stateWith([key('one'), key('two'), ...buckets()]) },
      invalid(
        { pointer: '/state/resources/0/instances/0', detail: 'aws_kms_key.one' },
        { pointer: '/state/resources/1/instances/0', detail: '/resources/key' },
      ),
    ));

  it('of buckets whose network no environment can have, unless it says the network', async () => {
    const [initialBucket, finalBucket] = await openBuckets('endpoint');
    const s3 = new S3Client({ region: REGION, forcePathStyle: true });
    for (const Bucket of [initialBucket, finalBucket]) {
      const Condition = { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60718' } };
      const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
      const Statement = [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource, Condition }];
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
      await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    }
    const resources = { initialBucket, finalBucket };
    await refusesWithoutATrace(
      { id: 'bad', resources },
      invalid({ pointer: '/allowedCidrs', detail: 'is needed' }),
    );
    const told = { id: 'bad', resources, allowedCidrs: ['192.0.2.7'] };
    expect((await post(told, '?dryRun=true')).body.spec.allowedCidrs).toEqual(['192.0.2.7/32']);
  });

  it('without a bucket', () =>
    refusesWithoutATrace(
      { id: 'bad', state: stateWith([key('key')]) },
      invalid(
        { pointer: '/state/resources', detail: 'initialBucket' },
        { pointer: '/state/resources', detail: 'finalBucket' },
      ),
    ));

  it('with 5 MB', () =>
    refusesWithoutATrace(
      { id: 'bad', state: { ...stateWith(buckets()), outputs: { text: 'x'.repeat(5 * 1024 * 1024) } } },
      { status: 413, code: 'body-too-large', errors: [{ pointer: '/state' }] },
    ));
});

describe('what can not be taken over is named, and nothing is changed', () => {
  const refused = (...errors: { pointer: string; detail?: string }[]) => ({
    status: 409,
    code: 'import-refused',
    errors,
  });

  it('when it is not there', () =>
    refusesWithoutATrace(
      { id: 'bad', resources: { ...made, role: 'nobody', policies: [] } },
      refused(
        { pointer: '/resources/role', detail: 'nobody is not there' },
        { pointer: '/resources/instanceProfile', detail: made.role },
      ),
    ));

  it("when it carries another environment's tags", async () => {
    const other = await system.create('other');
    await atRest(system);
    const { name } = other.body.outputs.buckets.final;
    await refusesWithoutATrace(
      { id: 'bad', resources: { ...made, finalBucket: name } },
      refused({ pointer: '/resources/finalBucket', detail: name }),
    );
  });

  it('when it belongs to another account', () => {
    const arn = `arn:aws:iam::111122223333:role/${made.role}`;
    return refusesWithoutATrace(
      { id: 'bad', resources: { ...made, role: arn } },
      refused({ pointer: '/resources/role', detail: '111122223333' }),
    );
  });

  it('when the state has it in another region', () => {
    const elsewhere = instance('aws_s3_bucket', 'final', {
      bucket: made.finalBucket,
      region: 'eu-central-1',
    });
    return refusesWithoutATrace(
      { id: 'bad', region: REGION, state: stateWith([key('key'), ...buckets().slice(0, 1), elsewhere]) },
      refused({ pointer: '/state/resources/2/instances/0', detail: 'eu-central-1' }),
    );
  });

  it('when it lies where no environment of this deployment may be', () => {
    const far = (name: string, bucket: string) =>
      instance('aws_s3_bucket', name, { bucket, region: 'ap-south-1' });
    return refusesWithoutATrace(
      { id: 'bad', state: stateWith([far('initial', made.initialBucket), far('final', made.finalBucket)]) },
      refused(
        { pointer: '/state/resources/0/instances/0', detail: `${made.initialBucket} is in ap-south-1` },
        { pointer: '/state/resources/1/instances/0', detail: `${made.finalBucket} is in ap-south-1` },
      ),
    );
  });

  it('when AWS has it in another region', async () => {
    const Bucket = `final-elsewhere-${system.accountId}`;
    const CreateBucketConfiguration = { LocationConstraint: 'eu-central-1' } as const;
    const s3 = new S3Client({ region: 'eu-central-1', forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    await refusesWithoutATrace(
      { id: 'bad', resources: { ...made, finalBucket: Bucket } },
      refused({ pointer: '/resources/finalBucket', detail: 'eu-central-1' }),
    );
  });

  it('when its objects have another key', async () => {
    await refusesWithoutATrace(
      { id: 'bad', resources: { ...made, key: undefined, alias: undefined } },
      refused(
        { pointer: '/resources/initialBucket', detail: made.key },
        { pointer: '/resources/finalBucket', detail: made.key },
      ),
    );
  });

  it('when what is to be made beside it has a name that is taken', async () => {
    const { role, instanceProfile: _, policies: __, ...resources } = made;
    await refusesWithoutATrace(
      { id: 'bad', resources, role: { name: role } },
      refused({ pointer: '/role/name', detail: role }),
    );
  });

  it('when its key is the key of something else', async () => {
    const [initialBucket, finalBucket] = await openBuckets('keyless');
    const named = (which: string, bucket: string) => instance('aws_s3_bucket', which, { bucket });
    const state = stateWith([key('database'), named('initial', initialBucket), named('final', finalBucket)]);
    await refusesWithoutATrace(
      { id: 'bad', state },
      refused({ pointer: '/state/resources/0/instances/0', detail: 'encrypts neither bucket' }),
    );
    const wanted = { id: 'bad', state, encryption: { algorithm: 'AES256' } };
    expect((await post(wanted, '?dryRun=true')).body.summary).toMatchObject({
      adopt: 2,
      create: 2,
      refused: 0,
    });
  });

  it('when its role is in another instance profile, too, and as the contract shows it', async () => {
    const iam = new IAMClient({ region: REGION });
    const profile = { InstanceProfileName: 'web' };
    await iam.send(new CreateInstanceProfileCommand(profile));
    await iam.send(new AddRoleToInstanceProfileCommand({ ...profile, RoleName: made.role }));

    const { body } = await post({ id: 'bad', resources: { ...made, policies: [] } });

    const shown = JSON.stringify(PROBLEM_EXAMPLES['import-refused'])
      .replaceAll('microservice_role', made.role)
      .replace('environment prod', 'environment bad');
    expect(body).toEqual({ ...JSON.parse(shown), requestId: body.requestId });
    await iam.send(new RemoveRoleFromInstanceProfileCommand({ ...profile, RoleName: made.role }));
  });

  it('is told by a dry run along with the rest', async () => {
    const { status, body } = await post(
      { id: 'bad', resources: { ...made, instanceProfile: 'nobody' } },
      '?dryRun=true',
    );
    expect(plan.safeParse(body).error).toBeUndefined();
    expect([status, body.summary]).toEqual([200, expect.objectContaining({ adopt: 4, refused: 2 })]);
    const profile = body.resources.find(
      ({ logicalId }: { logicalId: string }) => logicalId === 'instanceProfile',
    );
    expect(profile).toMatchObject({
      action: 'refused',
      error: { message: expect.stringContaining('nobody') },
    });
  });
});
