import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { plan } from '../../lib/api/response-schemas.ts';
import { REGION, WAIT } from '../support/http.ts';
import { inventory } from '../support/inventory.ts';
import { writesOf } from '../support/recording-proxy.ts';
import { useRecordedSystem } from '../support/suite.ts';
import {
  makeRootModule,
  managedPolicies,
  type RootModule,
  stateOf,
  treasures,
} from '../support/terraform/root-module.ts';

const { system, proxy } = useRecordedSystem();
const post = (body: unknown, query = '') => system.send(`POST /imports${query}`, { body, headers: WAIT });

let made: RootModule;
beforeAll(async () => {
  made = await makeRootModule(REGION, `r${system.accountId}`);
});

describe('an import by ids', () => {
  const request = () => ({ id: 'mine', resources: made, ttl: '72h', tags: { team: 'files' } });

  it('plans without a trace, aspect by aspect', async () => {
    proxy.calls.length = 0;
    const { status, body } = await post(request(), '?dryRun=true');
    expect(writesOf(proxy)).toEqual([]);
    expect([status, body.request, body.summary.adopt]).toEqual([200, 'import', 6]);
    expect(body.spec).toMatchObject({
      region: REGION,
      allowedCidrs: ['203.0.113.7/32'],
      storage: { initialBucketName: made.initialBucket, versioning: false },
      role: { name: made.role },
      expiresAt: body.expiresAt,
    });
    expect(plan.safeParse(body).error).toBeUndefined();
    const role = body.resources.find(({ logicalId }: { logicalId: string }) => logicalId === 'role');
    expect(role.aspects).toContainEqual({ aspect: 'attachedPolicies', before: made.policies, after: [] });
    expect(role.aspects).toContainEqual({ aspect: 'retiredPolicies', before: made.policies, after: [] });
    expect(JSON.stringify(body)).toContain('<unique>');
  });

  it('may come with all of a large state', async () => {
    const state = { ...stateOf(made), outputs: { text: 'x'.repeat(4 * 1024 * 1024 - 10_000) } };
    const { status, body } = await post({ id: 'mine', state }, '?dryRun=true');
    expect([status, body.summary?.adopt]).toEqual([200, 6]);
  });

  it('is one import when it is sent twice at the same moment', async () => {
    const twice = { id: 'twice', resources: await makeRootModule(REGION, `t${system.accountId}`) };
    const answers = await Promise.all([post(twice), post(twice)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
    expect(answers[0]?.body).toEqual(answers[1]?.body);
  });

  it('takes over, and is answered with the same when it is sent again', async () => {
    const before = await treasures(REGION, made);
    // Somebody else uses the policy: it is detached, and stays.
    const iam = new IAMClient({ region: REGION });
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await iam.send(new CreateRoleCommand({ RoleName: 'neighbour', AssumeRolePolicyDocument: trust }));
    const [PolicyArn] = made.policies;
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'neighbour', PolicyArn }));

    const { status, body } = await post(request());
    expect([status, body.status]).toEqual([201, 'READY']);
    expect((await system.send('GET /environments/mine/drift')).body).toMatchObject({ inSync: true });
    expect(await treasures(REGION, made)).toEqual(before);
    expect(await managedPolicies(REGION)).toContain(PolicyArn);

    proxy.calls.length = 0;
    const again = await post(request());
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    expect(writesOf(proxy)).toEqual([]);
    const other = await post({ ...request(), ttl: '1h' });
    expect([other.status, other.body.code]).toEqual([409, 'environment-exists']);
    const { body: events } = await system.send('GET /environments/mine/events?type=request.accepted');
    expect(events.items).toEqual([
      expect.objectContaining({ data: expect.objectContaining({ request: 'import' }) }),
    ]);
  });

  it('hands over, refuses to restore, and takes over again', async () => {
    const before = [await inventory({ region: REGION }), await treasures(REGION, made)];
    const both = await system.send('DELETE /environments/mine?retain=true&force=true');
    expect([both.status, both.body.errors]).toEqual([
      400,
      [expect.objectContaining({ pointer: '/query/retain' })],
    ]);

    const planned = await system.send('DELETE /environments/mine?retain=true&dryRun=true');
    expect(planned.body.summary).toMatchObject({ retain: 6, delete: 0 });
    const gone = await system.send('DELETE /environments/mine?retain=true', { headers: WAIT });
    expect(gone.body).toMatchObject({ status: 'DELETED', statusReason: 'retained' });
    expect([await inventory({ region: REGION }), await treasures(REGION, made)]).toEqual(before);

    const restored = await system.send('POST /environments/mine/restore');
    expect([restored.status, restored.body.code]).toEqual([410, 'gone']);

    // The policy that the state still has attached to the role is not, by now.
    const again = await post({ id: 'mine', state: stateOf(made) });
    expect([again.status, again.body.status]).toEqual([201, 'READY']);
    const deleted = await system.send('DELETE /environments/mine?force=true', { headers: WAIT });
    expect(deleted.body).toMatchObject({ status: 'DELETED' });
    expect(await inventory({ region: REGION })).not.toMatchObject({
      buckets: expect.arrayContaining([made.initialBucket]),
    });
  });
});
