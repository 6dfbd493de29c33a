import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { drift, environment } from '../../lib/api/response-schemas.ts';
import { blueprint } from '../../lib/environment/blueprint.ts';
import type { Deployment, Spec } from '../../lib/environment/environment.ts';
import { physicalNames } from '../../lib/environment/names.ts';
import { CASES } from '../contract/cases/all.ts';
import { iamRoleCase } from '../contract/cases/iam.ts';
import type { World } from '../contract/world.ts';
import { REGION, WAIT } from '../support/http.ts';
import { memoryJournal } from '../support/journal.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();

const driftOf = async (id: string) => {
  const { status, body } = await system.send(`GET /environments/${id}/drift`);
  expect(status).toBe(200);
  return drift.parse(body);
};
const reconcile = (id: string) => system.send(`POST /environments/${id}/reconcile`, { headers: WAIT });

/** What the hand that meddles needs to know of an environment that the API made. */
function worldOf(body: unknown, etag: string): World {
  const { id, spec, resources } = environment.parse(body);
  const subject = { tenant: 'local', id, uid: etag.slice(1, 17), spec: spec as Spec };
  const { accountId } = system;
  const deployment: Deployment = {
    service: 'groundwork',
    stage: 'local',
    accountId,
    partition: 'aws',
    provisionerArn: `arn:aws:iam::${accountId}:role/groundwork-local-provisioner`,
    observerArn: `arn:aws:iam::${accountId}:role/groundwork-local-observer`,
    iamPath: '/groundwork/local/',
    boundaryArn: `arn:aws:iam::${accountId}:policy/boundary`,
  };
  const journal = memoryJournal();
  for (const { logicalId, physicalId = '', arn = '', type } of resources) {
    journal.states.set(logicalId, { type, status: 'READY', physicalId, arn });
  }
  return {
    setting: { algorithm: 'aws:kms', region: REGION },
    accountId,
    deployment,
    names: physicalNames(subject, subject.uid, subject.spec),
    nodes: blueprint(subject, deployment),
    journal,
    hand: {
      iam: new IAMClient({ region: REGION }),
      kms: new KMSClient({ region: REGION }),
      s3: new S3Client({ region: REGION, forcePathStyle: true }),
    },
    state: (logicalId: string) => journal.state(logicalId),
  } as unknown as World;
}

/** Every change by hand that a handler knows, one of each resource at a time; each round with its title. */
function rounds() {
  const most = Math.max(...CASES.map(({ changes }) => Object.keys(changes).length));
  return Array.from({ length: most }, (_, round) => {
    const changes = CASES.flatMap(({ logicalId, changes }) =>
      Object.entries(changes)
        .slice(round, round + 1)
        .map(([what, change]) => ({ logicalId, what, change })),
    );
    return [changes.map(({ what }) => what).join(', '), changes] as const;
  });
}

describe('drift', () => {
  let world: World;
  beforeAll(async () => {
    const made = await system.send('POST /environments', {
      headers: WAIT,
      body: {
        id: 'drifting',
        allowedCidrs: ['203.0.113.7/32', '2001:db8::/32'],
        allowedVpcEndpoints: ['vpce-0123456789abcdef0'],
        encryption: { deletionWindowDays: 7 },
        storage: { expireAfterDays: 30 },
        role: { trustedServices: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] },
        tags: { team: 'files', 'cost-center': '4711' },
      },
    });
    expect(made.status).toBe(201);
    world = worldOf(made.body, made.headers.get('etag') ?? '');
  });

  it('there is none in what was just made', async () => {
    expect(await driftOf('drifting')).toMatchObject({ inSync: true, differences: [], unclear: [] });
  });

  it.each(rounds())('is found and repaired when, all at once, %s', async (_, changes) => {
    for (const { change } of changes) await change(world);

    const found = await driftOf('drifting');
    expect(found.inSync).toBe(false);
    expect(found.differences.map(({ logicalId }) => logicalId)).toEqual(
      expect.arrayContaining(changes.map(({ logicalId }) => logicalId)),
    );
    expect(await driftOf('drifting')).toEqual({ ...found, checkedAt: expect.any(String) });

    expect(await reconcile('drifting')).toMatchObject({ status: 200, body: { status: 'READY' } });
    expect(await driftOf('drifting')).toMatchObject({ inSync: true, differences: [] });
  });

  it('names the aspect, what is desired and what is there', async () => {
    await iamRoleCase.changes['sessions may last longer']?.(world);
    expect((await driftOf('drifting')).differences).toEqual([
      { logicalId: 'role', aspect: 'maxSessionSeconds', desired: 3600, observed: 43_200 },
    ]);
  });

  it('tells what is gone altogether, and nothing beside it', async () => {
    await reconcile('drifting');
    await world.hand.s3.send(new DeleteBucketCommand({ Bucket: world.names.finalBucket }));
    expect((await driftOf('drifting')).differences).toEqual([
      { logicalId: 'finalBucket', aspect: 'existence', desired: 'present', observed: 'absent' },
    ]);
    await reconcile('drifting');
  });
});

describe('POST /environments/{id}/reconcile', () => {
  it('retries what failed once the reason is gone', async () => {
    const s3 = new S3Client({ region: REGION, forcePathStyle: true });
    const Bucket = `taken-${system.accountId}`;
    const location = { CreateBucketConfiguration: { LocationConstraint: REGION } } as const;
    await s3.send(new CreateBucketCommand({ Bucket, ...location }));
    const body = { id: 'failing', storage: { initialBucketName: Bucket } };
    const failed = await system.send('POST /environments', { headers: WAIT, body });
    expect(failed.body).toMatchObject({ status: 'FAILED', statusReason: expect.stringContaining(Bucket) });

    await s3.send(new DeleteBucketCommand({ Bucket }));
    expect(await reconcile('failing')).toMatchObject({
      status: 200,
      body: { status: 'READY', generation: 2, observedGeneration: 2 },
    });
  });

  it('retries a deletion that failed', async () => {
    const { body } = await system.send('GET /environments/failing');
    const s3 = new S3Client({ region: REGION, forcePathStyle: true });
    const target = { Bucket: body.outputs.buckets.final.name };
    await s3.send(new PutObjectCommand({ ...target, Key: 'one', Body: '1' }));
    const stuck = await system.send('DELETE /environments/failing', { headers: WAIT });
    expect(stuck.body.status).toBe('DELETE_FAILED');

    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand(target));
    const Objects = Versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
    await s3.send(new DeleteObjectsCommand({ ...target, Delete: { Objects } }));
    expect(await reconcile('failing')).toMatchObject({ status: 200, body: { status: 'DELETED' } });
  });

  it('is refused for what is gone, and for what never was', async () => {
    expect(await reconcile('failing')).toMatchObject({ status: 410, body: { code: 'gone' } });
    expect(await system.send('GET /environments/failing/drift')).toMatchObject({ status: 410 });
    expect(await reconcile('nobody')).toMatchObject({ status: 404 });
    expect(await system.send('GET /environments/nobody/drift')).toMatchObject({ status: 404 });
  });

  it('takes neither body nor query', async () => {
    const answer = await system.send('POST /environments/drifting/reconcile?force=true', { body: {} });
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation-failed' } });
  });
});
