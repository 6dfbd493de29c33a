import { describe, expect, it } from '@jest/globals';
import type { EnvironmentRecord, Spec } from '../../lib/environment/environment.ts';
import { newUid } from '../../lib/environment/random.ts';
import { newRecord } from '../../lib/environment/record.ts';
import { specFrom } from '../../lib/environment/spec.ts';
import { documentClient } from '../../lib/store/client.ts';
import { environmentStore } from '../../lib/store/environments.ts';
import { REGION, WAIT } from '../support/http.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();

/** What an API function leaves behind that dies, or loses SQS, right after its write: a record, no message. */
async function acceptedWithoutMessage(id: string, change: Partial<EnvironmentRecord> = {}): Promise<void> {
  process.env.AWS_REGION = REGION;
  const now = new Date();
  const spec: Spec = specFrom(
    {},
    { allowedRegions: [REGION], defaultRegion: REGION, bucketNames: ['*'], now },
  );
  const record = newRecord({
    tenant: 'local',
    id,
    uid: newUid(),
    spec,
    caller: 'test',
    now,
    expiresAt: undefined,
    idempotencyKey: undefined,
    requestHash: 'none',
  });
  await environmentStore(documentClient(), system.tableName).create({ ...record, ...change });
}

const described = (id: string) => system.send(`GET /environments/${id}`, { headers: WAIT });

describe('the sweeper', () => {
  it('finishes what was accepted and whose message got lost', async () => {
    await acceptedWithoutMessage('lost');
    await system.sweep();
    expect(await described('lost')).toMatchObject({ status: 200, body: { status: 'READY' } });
  });

  it('goes on where a worker died, once its lease has ended', async () => {
    const past = new Date(Date.now() - 1000).toISOString();
    await acceptedWithoutMessage('orphaned', { leaseEpoch: 1, leaseUntil: past, dueAt: past });
    await system.sweep();
    expect(await described('orphaned')).toMatchObject({ status: 200, body: { status: 'READY' } });
  });

  it('leaves alone what a living worker holds', async () => {
    const soon = new Date(Date.now() + 60_000).toISOString();
    await acceptedWithoutMessage('held', { leaseEpoch: 1, leaseUntil: soon, dueAt: soon });
    await system.sweep();
    await acceptedWithoutMessage('after');
    await system.sweep();
    expect(await described('after')).toMatchObject({ body: { status: 'READY' } });
    expect(await system.send('GET /environments/held')).toMatchObject({ body: { status: 'PENDING' } });
  });

  it('tears down what has expired', async () => {
    await acceptedWithoutMessage('expired', { expiresAt: new Date(Date.now() - 1000).toISOString() });
    await system.sweep();
    expect(await described('expired')).toMatchObject({ status: 200, body: { status: 'DELETED' } });
  });
});
