import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { describe, expect, it } from '@jest/globals';
import { useCli } from '../support/cli.ts';
import { environmentLike, type MadeUp, useMadeUpApi } from '../support/made-up-api.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();
const api = useMadeUpApi();
const cli = useCli(() => ({ GROUNDWORK_URL: system.url }));

const look = async (id: string) => (await system.send(`GET /environments/${id}`)).body;

describe('create --or-update', () => {
  it('plans what it would make, and makes it', async () => {
    writeFileSync(
      join(cli.folder, 'spec.yaml'),
      'id: kept\nallowedCidrs: [203.0.113.7]\ntags: { team: blue }\n',
    );
    const args = ['create', '--or-update', '--spec', 'spec.yaml'];
    const planned = await cli.run([...args, '--dry-run']);
    expect([planned.code, planned.out]).toEqual([0, expect.stringContaining('Plan: 6 to create,')]);
    expect(await look('kept')).toMatchObject({ code: 'not-found' });

    const { code, out } = await cli.run(args);
    expect([code, out]).toEqual([0, expect.stringMatching(/^✔ kept is READY after /)]);
    expect(await look('kept')).toMatchObject({ status: 'READY', spec: { tags: { team: 'blue' } } });
  });

  it('plans what it would change, and changes it; what is not said stays', async () => {
    const before = await look('kept');
    const args = ['create', 'kept', '--or-update', '--cidr', '203.0.113.0/24'];
    const planned = await cli.run([...args, '--dry-run']);
    expect([planned.code, planned.out]).toEqual([0, expect.stringContaining('Plan: 0 to create,')]);
    expect(await look('kept')).toEqual(before);

    const { code, err } = await cli.run(args);
    expect([code, err]).toEqual([0, expect.stringMatching(/^kept is READY: it is brought up to date\n/)]);
    expect(await look('kept')).toMatchObject({
      status: 'READY',
      createdAt: before.createdAt,
      spec: { allowedCidrs: ['203.0.113.0/24'], tags: { team: 'blue' } },
    });
  });

  it('with nothing said changes nothing', async () => {
    const before = await look('kept');
    const planned = await cli.run(['create', 'kept', '--or-update', '--dry-run', '--json']);
    expect([planned.code, JSON.parse(planned.out)]).toMatchObject([0, { changes: [] }]);
    const { code, out, err } = await cli.run(['create', 'kept', '--or-update']);
    expect([code, out, err]).toEqual([0, expect.stringContaining('✔ kept is READY\n'), '']);
    expect(await look('kept')).toEqual(before);
  });

  it('is refused what can not be changed', async () => {
    const { code, err } = await cli.run(['create', 'kept', '--or-update', '--algorithm', 'AES256']);
    expect([code, err]).toEqual([4, expect.stringContaining("can't be changed")]);
  });

  it.each([
    ['as it was asked for', 'failed-1', []],
    ['with a change', 'failed-2', ['--tag', 'try=2']],
  ])('tries again what has FAILED, %s', async (_, id, change) => {
    const iam = new IAMClient({});
    const RoleName = 'somebody-elses';
    const AssumeRolePolicyDocument = '{"Version":"2012-10-17","Statement":[]}';
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const args = ['create', id, '--or-update', '--spec', '-'];
    const input = `role: { name: ${RoleName} }`;
    const failed = await cli.run(args, { input });
    await iam.send(new DeleteRoleCommand({ RoleName }));
    expect([failed.code, failed.err]).toEqual([1, expect.stringContaining(`✖ ${id} is FAILED`)]);

    const { code, err } = await cli.run([...args, ...change], { input });
    expect([code, err]).toEqual([0, expect.stringMatching(/^failed-\d is FAILED: it is tried again\n/)]);
    expect(await look(id)).toMatchObject({ status: 'READY' });
    await cli.run(['delete', id, '--yes']);
  });

  it('makes anew what is deleted, or is being deleted', async () => {
    const { createdAt } = await look('kept');
    await cli.run(['delete', 'kept', '--yes', '--no-wait']);
    const { code, out } = await cli.run(['create', 'kept', '--or-update', '--json']);
    expect([code, JSON.parse(out)]).toMatchObject([0, { status: 'READY', spec: { tags: {} } }]);
    expect((await look('kept')).createdAt > createdAt).toBe(true);
  });

  it.each([
    [['create', '--or-update'], '--or-update needs the id'],
    [['create', 'pr-123', '--or-update', '--idempotency-key', 'a'], 'cannot be used with'],
  ])('%j is not meant', async (args, message) => {
    const { code, err } = await cli.run([...args, '--url', api.url]);
    expect([code, err, api.received]).toEqual([2, expect.stringContaining(message), []]);
  });
});

describe('create --or-update, by what it asks', () => {
  const problem = (status: number, code: string): MadeUp => ({
    status,
    body: { title: 'Overtaken', status, code, detail: 'by somebody', instance: '/environments/pr-123' },
    headers: { 'content-type': 'application/problem+json' },
  });
  const like = (status: ReturnType<typeof environmentLike>['status']): MadeUp => ({
    body: environmentLike({ status }),
  });
  const [absent, exists, gone] = [
    problem(404, 'not-found'),
    problem(409, 'environment-exists'),
    problem(410, 'gone'),
  ];
  const run = async (args: readonly string[], ...answers: MadeUp[]) => {
    api.received.length = 0;
    api.answers(...answers);
    const ended = await cli.run(['create', 'pr-123', '--or-update', ...args], {
      env: { GROUNDWORK_URL: api.url },
    });
    const asked = api.received.map(({ method, path }) => `${method} ${path.replace('/environments', '')}`);
    return { ...ended, asked };
  };
  const CHANGE = ['--ttl', '1h'];
  const LOOK = 'GET /pr-123';

  it('waits for a deletion that is under way, says so, and creates', async () => {
    const answers = [
      like('DELETING'),
      like('DELETING'),
      like('DELETED'),
      like('PROVISIONING'),
      like('READY'),
    ];
    const { code, err, asked } = await run(CHANGE, ...answers);
    expect([code, asked]).toEqual([0, [LOOK, LOOK, LOOK, 'POST ', LOOK]]);
    expect(err).toMatch(/^pr-123 is DELETING: it is made anew when that is done\n/);
    expect(api.received[3]?.body).toBe('{"ttl":"1h","id":"pr-123"}');
  });

  it('draws both on a terminal', async () => {
    api.answers(like('DELETING'), like('DELETED'), like('PROVISIONING'), like('READY'));
    const args = ['create', 'pr-123', '--or-update'];
    const { code, out } = await cli.onTerminal(args, [], { GROUNDWORK_URL: api.url });
    const shown = stripVTControlCharacters(out);
    expect([code, shown]).toEqual([0, expect.stringContaining('pr-123 is DELETING: it is made anew')]);
    expect(shown).toContain('✔ pr-123 is READY after');
  });

  it('waits for a deletion also where it is not to wait for the rest', async () => {
    const answers = [like('DELETING'), like('DELETED'), like('PROVISIONING')];
    const { code, out, asked } = await run(['--no-wait', '--json'], ...answers);
    expect([code, asked]).toEqual([0, [LOOK, LOOK, 'POST ']]);
    expect(JSON.parse(out)).toMatchObject({ status: 'PROVISIONING' });
  });

  it('ends with 3 when the deletion takes too long, and creates nothing', async () => {
    const { code, err, asked } = await run(['--timeout', '1s'], like('DELETING'));
    expect([code, err]).toEqual([
      3,
      expect.stringContaining('pr-123 is not DELETED after 1.0 s: it is DELETING'),
    ]);
    expect(new Set(asked)).toEqual(new Set([LOOK]));
  });

  it('has one time for both, which goes on', async () => {
    const answers = [
      like('DELETING'),
      like('DELETING'),
      like('DELETED'),
      like('PROVISIONING'),
      like('READY'),
    ];
    const { code, err } = await run([], ...answers);
    const [, seconds] = /\+(\d+\.\d)s {2}pr-123 {2}PROVISIONING$/m.exec(err) ?? [];
    // Between two looks is a quarter of a second.
    expect([code, Number(seconds) >= 0.2]).toEqual([0, true]);
  });

  it.each([
    ['before', [like('DELETE_FAILED')]],
    ['while it waits', [like('DELETING'), like('DELETE_FAILED')]],
  ])('ends with 1 when the deletion has failed %s, and asks for nothing', async (_, answers) => {
    const { code, err, asked } = await run(CHANGE, ...answers);
    expect([code, err]).toEqual([1, expect.stringContaining('✖ pr-123 is DELETE_FAILED')]);
    expect(new Set(asked)).toEqual(new Set([LOOK]));
  });

  it('reconciles what has FAILED and is not changed by it', async () => {
    const unchanged = await run(CHANGE, like('FAILED'), like('FAILED'), like('PROVISIONING'), like('READY'));
    expect(unchanged).toMatchObject({
      code: 0,
      asked: [LOOK, 'PATCH /pr-123', 'POST /pr-123/reconcile', LOOK],
    });
    const unsaid = await run([], like('FAILED'), like('PROVISIONING'), like('READY'));
    expect(unsaid).toMatchObject({ code: 0, asked: [LOOK, 'POST /pr-123/reconcile', LOOK] });
    const changed = await run(CHANGE, like('FAILED'), like('PROVISIONING'), like('READY'));
    expect(changed).toMatchObject({ code: 0, asked: [LOOK, 'PATCH /pr-123', LOOK] });
  });

  it('waits on for what is being made', async () => {
    const { code, asked } = await run([], like('PROVISIONING'), like('READY'));
    expect([code, asked]).toEqual([0, [LOOK, LOOK]]);
  });

  it.each([
    [
      'created by somebody else since it looked',
      [absent, exists, like('READY'), like('READY')],
      [LOOK, 'POST ', LOOK, 'PATCH /pr-123'],
    ],
    [
      'deleted since it looked',
      [like('READY'), gone, like('DELETED'), like('READY')],
      [LOOK, 'PATCH /pr-123', LOOK, 'POST '],
    ],
    [
      'deleted and forgotten since it looked',
      [like('READY'), absent, absent, like('READY')],
      [LOOK, 'PATCH /pr-123', LOOK, 'POST '],
    ],
  ])('looks again at what was %s', async (_, answers, expected) => {
    const { code, asked } = await run(CHANGE, ...answers);
    expect([code, asked]).toEqual([0, expected]);
  });

  it('is refused when somebody is faster again', async () => {
    const { code, err, asked } = await run(CHANGE, like('READY'), gone, absent, exists);
    expect([code, err]).toEqual([4, expect.stringContaining('✖ Overtaken\n')]);
    expect(asked).toEqual([LOOK, 'PATCH /pr-123', LOOK, 'POST ']);
  });

  it('is not overtaken by what is refused', async () => {
    const { code, asked } = await run(CHANGE, like('READY'), problem(400, 'validation-failed'));
    expect([code, asked]).toEqual([4, [LOOK, 'PATCH /pr-123']]);
  });
});

describe('delete --if-exists', () => {
  it('is content where there is none', async () => {
    const args = ['delete', 'never-was', '--if-exists', '--yes'];
    const said = 'There is no environment never-was: nothing to delete.\n';
    expect(await cli.run(args)).toEqual({ code: 0, out: said, err: '' });
    expect(await cli.run([...args, '--dry-run'])).toEqual({ code: 0, out: said, err: '' });
    expect(await cli.run([...args, '--json'])).toEqual({ code: 0, out: 'null\n', err: '' });
    expect((await cli.run(['delete', 'never-was', '--yes'])).code).toBe(4);
  });

  it('deletes what there is, and is content with what is deleted', async () => {
    await system.create('there');
    const args = ['delete', 'there', '--if-exists', '--yes'];
    expect(await cli.run(args)).toMatchObject({
      code: 0,
      out: expect.stringContaining('there is DELETED after'),
    });
    expect(await look('there')).toMatchObject({ status: 'DELETED' });
    expect(await cli.run(args)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^✔ there is DELETED\n/),
    });
  });

  it('asks as ever, and is refused as ever', async () => {
    await cli.run(['create', 'guarded', '--protect']);
    expect((await cli.run(['delete', 'guarded', '--if-exists'])).code).toBe(2);
    const { code, err } = await cli.run(['delete', 'guarded', '--if-exists', '--yes']);
    expect([code, err]).toEqual([4, expect.stringContaining('The environment is protected')]);
    expect(await look('guarded')).toMatchObject({ status: 'READY' });
  });
});
