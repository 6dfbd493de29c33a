import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, UpdateRoleCommand } from '@aws-sdk/client-iam';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { drift, environment, eventList } from '../../lib/api/response-schemas.ts';
import { atRest, changeRecord, lookAgain, REGION, WAIT } from '../support/http.ts';
import { useSystem } from '../support/suite.ts';

const PAST = new Date(Date.now() - 60_000).toISOString();

/** What an event on the bus looks like to whoever listens. */
interface Announcement {
  source: string;
  'detail-type': string;
  detail: Record<string, unknown> & { id: string; data: Record<string, unknown> };
}

/** A queue that gets everything groundwork tells on the default bus, as other teams would set one up. */
async function listener(accountId: string) {
  const sqs = new SQSClient({ region: REGION });
  const bus = new EventBridgeClient({ region: REGION });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'announcements' }));
  const Rule = 'groundwork';
  await bus.send(new PutRuleCommand({ Name: Rule, EventPattern: JSON.stringify({ source: [Rule] }) }));
  const Arn = `arn:aws:sqs:${REGION}:${accountId}:announcements`;
  await bus.send(new PutTargetsCommand({ Rule, Targets: [{ Id: 'queue', Arn }] }));
  const heard: Announcement[] = [];
  return {
    /** All of one environment so far. */
    async heard(id: string): Promise<Announcement[]> {
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
        );
        if (Messages.length === 0) break;
        for (const { Body = '', ReceiptHandle } of Messages) {
          heard.push(JSON.parse(Body));
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
      }
      return heard.filter(({ detail }) => detail.data.id === id);
    },
  };
}

const typesOf = (announcements: readonly Announcement[]): string[] =>
  announcements.map((announcement) => announcement['detail-type']);

describe.each(['report', 'repair'] as const)('with drift checks that %s', (driftCheck) => {
  const system = useSystem({ env: { DRIFT_CHECK: driftCheck, DRIFT_CHECK_MINUTES: '60' } });
  let bus: Awaited<ReturnType<typeof listener>>;
  let role: string;
  beforeAll(async () => {
    bus = await listener(system.accountId);
    const { body } = await system.send('POST /environments', { headers: WAIT, body: { id: 'checked' } });
    role = body.outputs.roleName;
  });

  const meddle = (MaxSessionDuration: number) =>
    new IAMClient({ region: REGION }).send(new UpdateRoleCommand({ RoleName: role, MaxSessionDuration }));
  /** The hour is over. */
  const check = async () => {
    await changeRecord(system, 'checked', { driftDueAt: PAST, dueAt: PAST, duePartition: 'due' });
    await system.sweep();
  };
  const seenWhen = async (done: (body: ReturnType<typeof environment.parse>) => boolean) => {
    for (;;) {
      const body = environment.parse((await system.send('GET /environments/checked')).body);
      if (done(body)) return body;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  it('what nobody touched is found to be as desired', async () => {
    await check();
    const { drift: told, status } = await seenWhen((body) => body.drift !== undefined);
    expect([status, told]).toMatchObject(['READY', { differences: [], unclear: [] }]);
    expect(typesOf(await bus.heard('checked'))).toEqual(['environment.ready']);
  });

  it('what was changed by hand stands in the environment, in its events and on the bus', async () => {
    await meddle(43_200);
    await check();
    const differences = [{ logicalId: 'role', aspect: 'maxSessionSeconds' }];
    const { drift: told } = await seenWhen((body) => body.drift?.differences.length === 1);
    expect(told).toMatchObject({ differences });
    const { status, drift: after } = await seenWhen(
      (body) => driftCheck === 'report' || body.drift?.repairedAt !== undefined,
    );
    const { body } = await system.send('GET /environments/checked/events?limit=100');
    const drifted = eventList.parse(body).items.filter(({ type }) => type === 'environment.drifted');
    expect(drifted).toMatchObject([{ data: { differences } }]);

    await atRest(system);
    const now = drift.parse((await system.send('GET /environments/checked/drift')).body);
    const repaired = driftCheck === 'repair';
    expect([status, now.inSync, after?.repairedAt !== undefined]).toEqual(['READY', repaired, repaired]);
    expect(typesOf(await bus.heard('checked'))).toEqual([
      'environment.ready',
      'environment.drifted',
      ...(repaired ? ['environment.ready'] : []),
    ]);
  });
});

describe('an environment whose time comes', () => {
  const system = useSystem();
  let bus: Awaited<ReturnType<typeof listener>>;
  beforeAll(async () => {
    bus = await listener(system.accountId);
  });

  const create = (id: string, spec: object) =>
    system.send('POST /environments', { headers: WAIT, body: { id, ...spec } });
  /** Until it says so, or the test's time is over. */
  const announced = async (id: string, type: string): Promise<Announcement> => {
    for (;;) {
      const found = (await bus.heard(id)).find((announcement) => announcement['detail-type'] === type);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };

  it('is told on the bus as a CloudEvent once it is READY, with its outputs', async () => {
    const { body } = await create('mortal', { ttl: '2h' });
    const { source, detail } = await announced('mortal', 'environment.ready');
    expect([source, detail]).toMatchObject([
      'groundwork',
      {
        specversion: '1.0',
        id: expect.any(String),
        source: '/groundwork/local',
        type: 'environment.ready',
        subject: 'environments/mortal',
        time: body.readyAt,
        datacontenttype: 'application/json',
        data: { tenant: 'local', id: 'mortal', status: 'READY', actor: 'local', outputs: body.outputs },
      },
    ]);
  });

  it('is announced an hour before, and once', async () => {
    const expiresAt = new Date(Date.now() + 59 * 60_000).toISOString();
    await changeRecord(system, 'mortal', { expiresAt, dueAt: PAST, duePartition: 'due' });
    await system.sweep();
    const { detail } = await announced('mortal', 'environment.expiring');
    expect(detail.data).toMatchObject({ expiresAt });
    await lookAgain(system, 'mortal');
    expect(typesOf(await bus.heard('mortal'))).toEqual(['environment.ready', 'environment.expiring']);
  });

  it('lives on when a PATCH puts its end off', async () => {
    const { body } = await system.send('PATCH /environments/mortal', { headers: WAIT, body: { ttl: '72h' } });
    expect(Date.parse(body.expiresAt)).toBeGreaterThan(Date.now() + 71 * 3_600_000);
    await lookAgain(system, 'mortal');
    expect(await system.send('GET /environments/mortal')).toMatchObject({ body: { status: 'READY' } });
  });

  it('is torn down within two minutes by the schedule alone, and that is told', async () => {
    await create('protected', { ttl: '2h', deletionProtection: true });
    const expiresAt = new Date(Date.now() + 1000).toISOString();
    for (const id of ['mortal', 'protected']) {
      await changeRecord(system, id, { expiresAt, dueAt: expiresAt, duePartition: 'due' });
    }
    const { detail } = await announced('mortal', 'environment.deleted');
    expect(Date.parse(String(detail.time)) - Date.parse(expiresAt)).toBeLessThan(120_000);
    expect(await system.send('GET /environments/mortal')).toMatchObject({ body: { status: 'DELETED' } });
    const { body } = await system.send('GET /environments/mortal/events?limit=100');
    const [accepted] = eventList.parse(body).items.filter(({ type }) => type === 'request.accepted');
    expect(accepted).toMatchObject({
      actor: expect.stringMatching(/^groundwork/),
      data: { request: 'delete' },
    });

    const kept = await system.send('GET /environments/protected');
    expect(kept.body.status).toBe('READY');
    expect(kept.body.warnings.map(({ code }: { code: string }) => code)).toContain(
      'protected-does-not-expire',
    );
  }, 150_000);
});
