import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IAMClient, UpdateRoleCommand } from '@aws-sdk/client-iam';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { useCli } from '../support/cli.ts';
import { REGION } from '../support/http.ts';
import { useSystem } from '../support/suite.ts';
import { makeRootModule, stateOf } from '../support/terraform/root-module.ts';

const system = useSystem();
const cli = useCli(() => ({ GROUNDWORK_URL: system.url }));

const ESCAPE = '\u001b';

/** Lines of progress, without their times. */
const told = (err: string): string[] =>
  err
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^ *\+\d+\.\ds {2}/, '').replace(/ +/g, ' '));

const statusOf = async (id: string) => (await system.send(`GET /environments/${id}`)).body.status;

const putInto = async (id: string): Promise<void> => {
  const { body } = await system.send(`GET /environments/${id}`);
  await system.s3.send(
    new PutObjectCommand({ Bucket: body.outputs.buckets.initial.name, Key: 'a', Body: 'a' }),
  );
};

describe('create', () => {
  it('waits until it is READY, tells each change in a line of its own, and what comes of it', async () => {
    const args = ['create', 'made', '--cidr', '203.0.113.7', '--ttl', '72h', '--tag', 'team=blue=green'];
    const { code, out, err } = await cli.run(args);
    expect(code).toBe(0);
    expect(out).toMatch(/^✔ made is READY after \d+\.\d s\n/);
    expect(out).toMatch(/ {2}initial bucket {4}initial-made-\w{12}\n/);
    expect(out).toContain('groundwork outputs made --format dotenv');
    expect(out + err).not.toContain(ESCAPE);
    const lines = told(err);
    expect(lines[0]).toBe('made PENDING');
    expect(lines.filter((line) => line === 'made READY')).toHaveLength(1);
    expect(new Set(lines).size).toBe(lines.length);
    const { body } = await system.send('GET /environments/made');
    expect(body.spec).toMatchObject({ allowedCidrs: ['203.0.113.7/32'], tags: { team: 'blue=green' } });
    expect(body.expiresAt).toBeDefined();
  });

  it('takes the fields of a file, and what flags say instead', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    writeFileSync(
      join(cli.folder, 'spec.yaml'),
      'id: from-file\nttl: 1h\ntags: { team: blue, owner: ada }\n',
    );
    const args = ['create', '--spec', 'spec.yaml', '--tag', 'team=red', '--expires-at', tomorrow];
    const { code, out, err } = await cli.run([...args, '--no-wait', '--json']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      id: 'from-file',
      expiresAt: tomorrow,
      spec: { tags: { team: 'red', owner: 'ada' } },
    });
  });

  it('reads a file from stdin, makes up an id, and prints one document', async () => {
    const input = '{"forceDestroy":true}';
    const { code, out, err } = await cli.run(['--json', 'create', '--spec', '-'], { input });
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({ status: 'READY', spec: { forceDestroy: true } });
  });

  it('with --dry-run shows what would be made, and makes nothing', async () => {
    const { code, out, err } = await cli.run(['create', 'planned', '--cidr', '203.0.113.7', '--dry-run']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('  + initial bucket  initial-planned-<unique>\n');
    expect(out).toContain('Plan: 6 to create, 0 to change, 0 to delete.\n');
    expect((await system.send('GET /environments/planned')).status).toBe(404);
  });

  it('is refused with every mistake, by its flag', async () => {
    const { code, out, err } = await cli.run(['create', 'BAD', '--cidr', '10.0.0.1/8']);
    expect([code, out]).toEqual([4, '']);
    expect(err).toMatch(/^✖ The request has mistakes\n/);
    expect(err).toContain('<id> (/id)');
    expect(err).toContain('--cidr (/allowedCidrs/0)');
    expect(err).toMatch(/ {2}request [0-9a-f-]{36}\n$/);
  });

  it('is refused with the mistakes of a file by its name, and those of a flag by the flag', async () => {
    writeFileSync(
      join(cli.folder, 'mistaken.yaml'),
      'allowedCidrs: [10.0.0.1/8]\nttl: soon\ncolour: blue\ntags: { "aws:x": a }\n',
    );
    const { code, err } = await cli.run(['create', 'BAD', '--spec', 'mistaken.yaml', '--ttl', 'later']);
    expect(code).toBe(4);
    for (const place of ['mistaken.yaml (/allowedCidrs/0)', 'mistaken.yaml (/colour)', '<id> (/id)'])
      expect(err).toContain(place);
    expect(err).toContain('--ttl (/ttl)');
    expect(err).not.toContain('--cidr');
    const input = 'id: BAD\n';
    expect((await cli.run(['create', '--spec', '-'], { input })).err).toContain('stdin (/id)');
  });

  it('is refused as JSON, too', async () => {
    const { code, out, err } = await cli.run(['create', 'BAD', '--json']);
    expect([code, err]).toEqual([4, '']);
    expect(JSON.parse(out)).toMatchObject({ code: 'validation-failed', errors: [{ pointer: '/id' }] });
  });
});

describe('what is there', () => {
  it('is shown, listed and handed on', async () => {
    const got = await cli.run(['get', 'made']);
    expect(got.out).toMatch(/^made {2}READY\n/);
    expect(got.out).toMatch(/ {2}IAM role {10}READY {8}groundwork-made-/);
    const listed = await cli.run(['list', '--tag', 'team=blue=green']);
    expect(listed.out).toMatch(/^ID +STATUS +AGE +LEFT +TAGS\nmade +READY +\d+s +72h +team=blue=green\n$/);
    const all = await cli.run(['list', '--json', '--limit', '2']);
    expect(JSON.parse(all.out).items).toHaveLength(2);
    const { code, out } = await cli.run(['outputs', 'made', '--format', 'dotenv']);
    expect(code).toBe(0);
    expect(out).toBe((await system.send('GET /environments/made/outputs?format=dotenv')).body);
    expect(JSON.parse((await cli.run(['outputs', 'made'])).out)).toMatchObject({ region: 'eu-west-1' });
    const configuration = await cli.run(['terraform', 'made']);
    expect(JSON.parse(configuration.out)).toHaveProperty('import');
  });

  it('is waited for', async () => {
    const { code, out, err } = await cli.run(['wait', 'made'], { env: { CI: 'true' } });
    // Nobody is there to type it.
    expect(out).not.toContain('Next:');
    expect([code, out]).toEqual([0, expect.stringContaining('made is READY')]);
    expect(told(err)).toContain('made READY');
  });

  it('is changed field by field; a plan says so first', async () => {
    const flags = ['--cidr', '203.0.113.0/24', '--untag', 'team', '--no-expiry'];
    const planned = await cli.run(['plan', 'made', ...flags]);
    expect(planned.out).toContain('~ policy DenyOutsideNetwork Condition NotIpAddress aws:SourceIp');
    expect(planned.out).toMatch(/Plan: 0 to create, \d to change, 0 to delete\.\n/);
    expect(planned.out.replace(/\s+/g, ' ')).toMatch(
      /→ `groundwork update made` with the same does it, or `groundwork create made --or-update`\. $/,
    );
    const foreseen = await cli.run(['update', 'made', ...flags, '--dry-run']);
    expect(planned.out).toContain(foreseen.out);
    expect(foreseen.out).not.toContain('→ `groundwork');
    expect((await cli.run(['plan', 'made'])).out).toContain('No changes: everything is as desired.\n');
    const { code, out } = await cli.run(['update', 'made', ...flags, '--protect']);
    expect([code, out]).toEqual([0, expect.stringContaining('made is READY')]);
    const { body } = await system.send('GET /environments/made');
    expect(body.spec).toMatchObject({ allowedCidrs: ['203.0.113.0/24'], tags: {}, deletionProtection: true });
    expect(body.expiresAt).toBeUndefined();
    const late = await cli.run(['update', 'made', '--protect', '--if-match', '"other-1"']);
    expect([late.code, late.err]).toEqual([4, expect.stringContaining('The environment has changed')]);
  });

  it('is told where it has drifted, and repaired', async () => {
    const { body } = await system.send('GET /environments/made');
    const iam = new IAMClient({});
    await iam.send(new UpdateRoleCommand({ RoleName: body.outputs.roleName, MaxSessionDuration: 43200 }));
    const found = await cli.run(['drift', 'made', '--exit-code']);
    expect([found.code, found.out]).toEqual([
      1,
      expect.stringContaining('~ maxSessionSeconds  3600 → 43200'),
    ]);
    expect((await cli.run(['drift', 'made'])).code).toBe(0);
    expect((await cli.run(['reconcile', 'made'])).code).toBe(0);
    const after = await cli.run(['drift', 'made', '--exit-code']);
    expect([after.code, after.out]).toEqual([0, '✔ made is as desired\n']);
  });

  it('tells what happened, the latest last', async () => {
    const { out } = await cli.run(['events', 'made', '--type', 'request.accepted']);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^\S+Z {2}/, ''));
    expect(lines[0]).toBe('local asked for: create.');
    expect(lines.at(-1)).toContain('reconcile');
    const { items } = JSON.parse((await cli.run(['events', 'made', '--limit', '3', '--json'])).out);
    expect(items).toHaveLength(3);
  });
});

describe('delete', () => {
  it('without a terminal is refused unless it is said twice', async () => {
    const { code, out, err } = await cli.run(['delete', 'made']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('`groundwork delete made --yes` deletes it without asking.');
    expect(await statusOf('made')).toBe('READY');
  });

  it('of what is protected is refused', async () => {
    const { code, err } = await cli.run(['delete', 'made', '--yes']);
    expect([code, err]).toEqual([4, expect.stringContaining('The environment is protected')]);
    await cli.run(['update', 'made', '--no-protect']);
  });

  it('with data in a bucket fails, says which, and how to go on; nothing is gone', async () => {
    await putInto('made');
    const planned = await cli.run(['delete', 'made', '--dry-run']);
    expect([planned.code, planned.out]).toEqual([4, expect.stringContaining('! initial bucket')]);
    const { code, err } = await cli.run(['delete', 'made', '--yes']);
    expect([code, err]).toEqual([1, expect.stringContaining('✖ made is DELETE_FAILED')]);
    expect(err).toContain('groundwork delete made --force');
    expect(await statusOf('made')).toBe('DELETE_FAILED');
  });

  it('by force is done, and can be taken back', async () => {
    const { code, out } = await cli.run(['delete', 'made', '--yes', '--force']);
    expect([code, out]).toEqual([0, expect.stringMatching(/^✔ made is DELETED after /)]);
    expect((await cli.run(['wait', 'made'])).code).toBe(1);
    expect((await cli.run(['wait', 'made', '--for', 'deleted'])).code).toBe(0);
    const restored = await cli.run(['restore', 'made']);
    expect([restored.code, restored.out]).toEqual([0, expect.stringContaining('made is READY')]);
  });

  it('with --retain leaves everything, for another to take over', async () => {
    const { body } = await system.send('GET /environments/made');
    const retained = await cli.run(['delete', 'made', '--yes', '--retain']);
    expect([retained.code, retained.out]).toEqual([0, expect.stringContaining('left as it is')]);
    const { buckets, kmsKeyId, kmsKeyAlias, roleName, instanceProfileName } = body.outputs;
    const resources = {
      initialBucket: buckets.initial.name,
      finalBucket: buckets.final.name,
      key: kmsKeyId,
      alias: kmsKeyAlias,
      role: roleName,
      instanceProfile: instanceProfileName,
    };
    writeFileSync(join(cli.folder, 'resources.yaml'), JSON.stringify({ resources }));
    const args = ['import', '--id', 'taken-over', '--spec', 'resources.yaml'];
    const planned = await cli.run([...args, '--dry-run']);
    expect([planned.code, planned.out]).toEqual([0, expect.stringContaining('to take over')]);
    const { code, out } = await cli.run(args);
    expect([code, out]).toEqual([0, expect.stringContaining('taken-over is READY')]);
  });
});

it('takes over what a state of Terraform describes', async () => {
  const made = await makeRootModule(REGION, `c${system.accountId}`);
  writeFileSync(join(cli.folder, 'terraform.tfstate'), JSON.stringify(stateOf(made)));
  const args = ['import', 'terraform.tfstate', '--id', 'legacy', '--tag', 'team=files'];
  const planned = await cli.run([...args, '--dry-run']);
  expect([planned.code, planned.out]).toEqual([0, expect.stringContaining(', 6 to take over.')]);
  const { code, out } = await cli.run([...args, '--json']);
  expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ id: 'legacy', status: 'READY' })]);
  expect(JSON.parse(out).outputs).toMatchObject({ roleName: made.role, kmsKeyId: made.key });
});

it('what is not there is refused', async () => {
  for (const args of [
    ['get', 'nothing'],
    ['wait', 'nothing'],
    ['outputs', 'nothing'],
    ['delete', 'nothing', '-y'],
  ]) {
    const { code, err } = await cli.run(args);
    expect([code, err]).toEqual([4, expect.stringMatching(/^✖ There is no such thing\n/)]);
  }
});
