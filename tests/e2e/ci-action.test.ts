import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateRoleCommand, DeleteRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ENVIRONMENT_ID } from '../../lib/environment/id.ts';
import { useRunner } from '../support/github.ts';
import { REGION } from '../support/http.ts';
import { environmentLike, useMadeUpApi } from '../support/made-up-api.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();
const runner = useRunner();
const madeUp = useMadeUpApi();

let url = '';
beforeAll(() => {
  url = system.url;
});

const SPEC = 'allowedCidrs: [203.0.113.7]\ntags: { team: files }';
const look = async (id: string) => (await system.send(`GET /environments/${id}`)).body;
const errorsIn = (log: string): string[] => log.split('\n').filter((line) => line.startsWith('::error'));

describe('the first use', () => {
  it('creates the environment and hands its outputs to the job', async () => {
    const { code, log, outputs, env, summary } = await runner.uses({
      url,
      id: 'pr-1',
      spec: SPEC,
      ttl: '72h',
    });
    expect([code, errorsIn(log)]).toEqual([0, []]);

    const environment = await look('pr-1');
    expect(environment).toMatchObject({ status: 'READY', spec: { tags: { team: 'files' } } });
    expect(Date.parse(environment.expiresAt) - Date.now()).toBeGreaterThan(71 * 3_600_000);
    const made = environment.outputs;
    const { buckets, roleArn, region } = made;
    const told = {
      region,
      'initial-bucket': buckets.initial.name,
      'initial-bucket-arn': buckets.initial.arn,
      'final-bucket': buckets.final.name,
      'final-bucket-arn': buckets.final.arn,
      'kms-key-id': made.kmsKeyId,
      'kms-key-arn': made.kmsKeyArn,
      'kms-key-alias': made.kmsKeyAlias,
      'role-name': made.roleName,
      'role-arn': roleArn,
      'instance-profile-name': made.instanceProfileName,
      'instance-profile-arn': made.instanceProfileArn,
    };
    expect(Object.values(told).filter((value) => !value)).toEqual([]);
    expect(outputs).toEqual({ ...told, id: 'pr-1', status: 'READY', json: expect.any(String) });
    expect(JSON.parse(outputs.json ?? '')).toEqual(environment);
    const variables = Object.entries(told).map(([name, value]) => [
      `GROUNDWORK_${name.replaceAll('-', '_').toUpperCase()}`,
      value,
    ]);
    expect(env).toEqual({ GROUNDWORK_ENVIRONMENT: 'pr-1', ...Object.fromEntries(variables) });
    expect(summary).toMatch(/^### Environment pr-1: READY\n\n\| \| \|\n\| --- \| --- \|\n/);
    expect(summary).toContain(`| role-arn | \`${roleArn}\` |`);
  });

  it('shows in the log what is made, and lets none of that be a command to the runner', async () => {
    const { log } = await runner.uses({ url, id: 'pr-log' });
    const [, mark] = /^::stop-commands::([\w-]+)$/m.exec(log) ?? [];
    const [, within = ''] = log.split(`::stop-commands::${mark}\n`);
    const [said = '', after] = within.split(`::${mark}::\n`);
    expect(said).toMatch(/READY/);
    expect(after).toBeDefined();
  });

  it('again, with the same, changes nothing but the end', async () => {
    const before = await look('pr-1');
    const { code, outputs } = await runner.uses({ url, id: 'pr-1', spec: SPEC });
    expect([code, outputs['role-arn']]).toEqual([0, before.outputs.roleArn]);
    expect(await look('pr-1')).toMatchObject({ generation: before.generation, createdAt: before.createdAt });

    await runner.uses({ url, id: 'pr-1', spec: SPEC, ttl: '72h' });
    const { expiresAt } = await look('pr-1');
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.parse(before.expiresAt));
  });

  it('again, with a spec that says nothing, changes nothing', async () => {
    const before = await look('pr-1');
    const { code, log } = await runner.uses({ url, id: 'pr-1', spec: '{}' });
    expect([code, errorsIn(log)]).toEqual([0, []]);
    expect(await look('pr-1')).toMatchObject({ generation: before.generation, spec: before.spec });
  });

  it('again, with a changed spec, brings it up to date', async () => {
    const before = await look('pr-1');
    writeFileSync(join(runner.workspace, 'environment.yaml'), 'allowedCidrs:\n  - 203.0.113.0/24\n');
    const { code, log } = await runner.uses({ url, id: 'pr-1', spec: 'environment.yaml' });
    expect([code, errorsIn(log)]).toEqual([0, []]);
    expect(await look('pr-1')).toMatchObject({
      status: 'READY',
      spec: { allowedCidrs: ['203.0.113.0/24'], tags: { team: 'files' } },
      createdAt: before.createdAt,
    });
  });

  it('takes the address from the job, too', async () => {
    const { code, outputs } = await runner.uses({ id: 'pr-1' }, { GROUNDWORK_URL: url });
    expect([code, outputs.status]).toEqual([0, 'READY']);
  });

  it('of an environment without a key leaves nothing of the key of another', async () => {
    const spec = 'encryption: { algorithm: AES256 }';
    const { code, outputs, env } = await runner.uses({ url, id: 'pr-aes', spec });
    expect([code, outputs['kms-key-id'], outputs['role-arn']]).toEqual([0, '', env.GROUNDWORK_ROLE_ARN]);
    expect(env).toMatchObject({
      GROUNDWORK_KMS_KEY_ID: '',
      GROUNDWORK_KMS_KEY_ARN: '',
      GROUNDWORK_KMS_KEY_ALIAS: '',
    });
  });

  it('takes nothing from the API but what is its own to set', async () => {
    const environment = environmentLike({ id: 'pr-1' });
    const text = 'GROUNDWORK_REGION=eu-west-1\nPATH=/evil\nGROUNDWORK_x=1\nNODE_OPTIONS=--require=/evil\n';
    const headers = { 'content-type': 'text/x-dotenv' };
    madeUp.answers({ body: environment }, { body: environment }, { headers, body: text });
    const { code, env, outputs, log } = await runner.uses({ url: madeUp.url, id: 'pr-1' });
    expect([code, outputs.region, errorsIn(log)]).toEqual([0, 'eu-west-1', []]);
    const names = Object.keys(env).filter((name) => !name.startsWith('GROUNDWORK_KMS_KEY_'));
    expect(names).toEqual(['GROUNDWORK_REGION']);
  });

  it('without waiting goes on while it is made', async () => {
    const { code, outputs, env } = await runner.uses({ url, id: 'pr-2', wait: 'false' });
    expect([code, outputs.id, outputs['role-arn']]).toEqual([0, 'pr-2', '']);
    expect(outputs.status).toMatch(/^(PENDING|PROVISIONING|READY)$/);
    expect(env).toEqual({});
  });
});

describe('a use that fails', () => {
  it('says every mistake of a spec in an annotation, and makes nothing', async () => {
    const spec = '{"allowedCidrs":["10.0.0.1/8"],"colour":"blue"}';
    const { code, log, outputs, env } = await runner.uses({ url, id: 'pr-3', spec });
    expect(code).toBe(4);
    expect(errorsIn(log)).toEqual([
      expect.stringMatching(
        /^::error title=groundwork could not create pr-3::The request has mistakes%0A.* spec \(\/colour\)%0A +is not known%0A.*spec \(\/allowedCidrs\/0\).*→ Correct/,
      ),
    ]);
    expect([outputs.id, env]).toEqual(['', {}]);
    expect(await look('pr-3')).toMatchObject({ code: 'not-found' });
  });

  it('says what of a change is not possible', async () => {
    const { code, log } = await runner.uses({ url, id: 'pr-1', spec: 'encryption: { algorithm: AES256 }' });
    expect([code, errorsIn(log)]).toEqual([4, [expect.stringContaining("can't be changed")]]);
    expect(await look('pr-1')).toMatchObject({ status: 'READY' });
  });

  it('tells why an environment failed, and tries again when it is run again', async () => {
    const iam = new IAMClient({ region: REGION });
    const RoleName = 'somebody-elses';
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const inputs = { url, id: 'pr-taken', spec: `role: { name: ${RoleName} }` };
    const { code, log, outputs, env } = await runner.uses(inputs);
    expect([code, outputs.status, env]).toEqual([1, 'FAILED', {}]);
    expect(errorsIn(log)).toEqual([
      expect.stringMatching(/could not create pr-taken::pr-taken is FAILED%0A.*does not belong to/),
    ]);

    await iam.send(new DeleteRoleCommand({ RoleName }));
    const again = await runner.uses(inputs);
    expect([again.code, again.outputs.status, errorsIn(again.log)]).toEqual([0, 'READY', []]);
  });

  it('tells that it was not done in time, and what there is', async () => {
    const { code, log, outputs } = await runner.uses({ url, id: 'pr-4', timeout: '0s' });
    expect([code, outputs.id]).toEqual([3, 'pr-4']);
    expect(errorsIn(log)).toEqual([expect.stringContaining('title=groundwork%3A pr-4 was not done in 0s::')]);
    expect(await look('pr-4')).toMatchObject({ id: 'pr-4' });
  });

  it.each([
    ['a command', { command: 'destroy' }, "command must be create or delete; not 'destroy'"],
    ['a command of two lines', { command: 'a\r\nb: 100%' }, "not 'a%0D%0Ab: 100%25'."],
    ['wait', { wait: 'yes' }, "wait must be true or false; not 'yes'"],
    ['a file that is not there', { spec: 'environments.yml' }, "'environments.yml' is neither a file"],
    ['a spec that is no YAML', { spec: 'a: [' }, '::The input spec:2:1 is no YAML'],
    ['a spec that has no fields', { spec: '- ttl: 72h' }, '::The input spec must hold the fields'],
    ['an address', { url: 'groundwork' }, 'no address of an API'],
    ['a time', { timeout: 'soon' }, "argument 'soon' is invalid. Write it as 90s, 20m"],
  ])('says which input is wrong: %s', async (_, wrong, said) => {
    const { code, log } = await runner.uses({ url, id: 'pr-5', ...wrong });
    expect([code, errorsIn(log)]).toEqual([2, [expect.stringContaining(said)]]);
    expect(await look('pr-5')).toMatchObject({ code: 'not-found' });
  });

  it('says that nobody answers', async () => {
    const { code, log } = await runner.uses({ url: 'http://localhost:1', id: 'pr-5' });
    expect([code, errorsIn(log)]).toEqual([1, [expect.stringContaining('The API does not answer')]]);
  });
});

describe('inputs that somebody else may have written', () => {
  it.each([
    '$(touch hacked)',
    '`touch hacked`',
    "'; touch hacked; '",
    '"; touch hacked; "',
    '--help',
    'a\n::error::b\nid=x',
    // What a mistyped expression leaves of an id.
    '',
    'pr-',
    'PR-1',
    'pr_7',
    'a/../b',
    `pr-${'7'.repeat(30)}`,
  ])('what is no id is refused, and nothing asked for: %j', async (id) => {
    expect(id).not.toMatch(ENVIRONMENT_ID);
    for (const command of ['create', 'delete']) {
      const { code, log, outputs, env } = await runner.uses({ url: 'http://localhost:1', id, command });
      expect([code, outputs.id, outputs.json, env]).toEqual([2, '', '', {}]);
      expect(errorsIn(log)).toEqual([
        expect.stringMatching(/^::error title=groundwork%3A the input id is wrong::id must be 3 to 32 of /),
      ]);
    }
    expect(existsSync(join(runner.workspace, 'hacked'))).toBe(false);
  });

  it('what is an id is the same here as in the API', () => {
    const script = readFileSync(join(runner.action, 'ci', 'environment.sh'), 'utf8');
    expect(/=~ (\S+) \]\]/.exec(script)?.[1]).toBe(ENVIRONMENT_ID.source);
  });

  it('a spec may say what it likes', async () => {
    const note = `it's "quoted" $(touch hacked) \`touch hacked\``;
    const spec = `allowedCidrs: [203.0.113.7]\ntags:\n  note: ${JSON.stringify('EOF @ x')}\n  ${JSON.stringify(note)}: x\n`;
    const { code, log } = await runner.uses({ url, id: 'pr-6', spec });
    expect([code, errorsIn(log).length]).toEqual([4, 1]);
    expect(readdirSync(runner.workspace)).toEqual(['environment.yaml']);
  });
});

describe('the second use', () => {
  it('deletes it, with what lies in it only if that is said', async () => {
    const { initial } = (await look('pr-1')).outputs.buckets;
    await system.s3.send(new PutObjectCommand({ Bucket: initial.name, Key: 'report.csv', Body: 'a,b' }));

    const refused = await runner.uses({ url, id: 'pr-1', command: 'delete' });
    expect([refused.code, refused.outputs.status]).toEqual([1, 'DELETE_FAILED']);
    expect(errorsIn(refused.log)).toEqual([
      expect.stringMatching(/could not delete pr-1::.*is not empty.*--force$/),
    ]);

    const pushed = await runner.uses({ url, id: 'pr-1', spec: SPEC });
    expect([pushed.code, pushed.outputs.status, pushed.env]).toEqual([1, 'DELETE_FAILED', {}]);
    expect(errorsIn(pushed.log)).toEqual([expect.stringContaining('pr-1 is DELETE_FAILED')]);

    const { code, outputs, log } = await runner.uses({ url, id: 'pr-1', command: 'delete', force: 'true' });
    expect([code, outputs.status, errorsIn(log)]).toEqual([0, 'DELETED', []]);
    expect(await look('pr-1')).toMatchObject({ status: 'DELETED' });
  });

  it.each([
    ['what is deleted already', 'pr-1', 'pr-1 is DELETED'],
    ['what never was', 'pr-none', 'There is no environment pr-none: nothing to delete.'],
  ])('takes %s for done', async (_, id, said) => {
    const { code, log } = await runner.uses({ url, id, command: 'delete' });
    expect([code, errorsIn(log)]).toEqual([0, []]);
    expect(log).toContain(said);
  });

  it('deletes what is still being made', async () => {
    const { code, outputs } = await runner.uses({ url, id: 'pr-2', command: 'delete', force: 'true' });
    expect([code, outputs.status]).toEqual([0, 'DELETED']);
  });

  it('and the first may come again while the deletion is under way', async () => {
    await runner.uses({ url, id: 'pr-7' });
    const going = await runner.uses({ url, id: 'pr-7', command: 'delete', wait: 'false' });
    expect(going.code).toBe(0);
    const { code, outputs } = await runner.uses({ url, id: 'pr-7' });
    expect([code, outputs.status]).toEqual([0, 'READY']);
  });
});
