import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import type { JWTPayload } from 'jose';
import { parse } from 'yaml';
import { useRunner, usesIn } from '../support/github.ts';
import { component, included, script } from '../support/gitlab.ts';
import { claimsOf, useTokens } from '../support/issuer.ts';
import { blocksOf } from '../support/pages.ts';
import { useFolder, useSystem } from '../support/suite.ts';

const env: Record<string, string> = { ADMINS: 'environment=administration' };
const issuer = useTokens(env);
const system = useSystem({ env });
const runner = useRunner();

const look = async (id: string, repository: string) => {
  const headers = { authorization: `Bearer ${await issuer.token(claimsOf(repository))}` };
  return (await system.send(`GET /environments/${id}`, { headers })).body;
};

/** What GitHub gives a job that may write an id token. This machine asks for none unless that is said. */
const jobOf = (repository: string, owner?: string, further?: JWTPayload) => ({
  GROUNDWORK_AUTH: 'token',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of the job',
  ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl(claimsOf(repository, owner, further)),
});
const errorsIn = (log: string): string[] => log.split('\n').filter((line) => line.startsWith('::error'));

describe('a job of GitHub Actions', () => {
  it('creates and deletes by its own token, which nobody had to keep', async () => {
    const inputs = { url: system.url, id: 'pr-123' };
    const created = await runner.uses(inputs, jobOf('github'));
    expect([created.code, created.outputs.status]).toEqual([0, 'READY']);
    expect(await look('pr-123', 'github')).toMatchObject({ tenant: 'repository_id:github', status: 'READY' });
    const deleted = await runner.uses({ ...inputs, command: 'delete' }, jobOf('github'));
    expect([deleted.code, deleted.outputs.status]).toEqual([0, 'DELETED']);
    expect(created.log + deleted.log).not.toContain('eyJ');
  });

  it('makes an environment for a pull request, and takes it away, as the page shows', async () => {
    const [workflow = ''] = blocksOf('docs/ci.md', 'yaml');
    const values = { 'github.event.number': '77', 'vars.GROUNDWORK_URL': system.url };
    const [create = {}, remove = {}, ...others] = usesIn(workflow, values);
    expect(others).toEqual([]);

    const made = await runner.uses(create, jobOf('github'));
    expect([made.code, made.outputs.id]).toEqual([0, 'pr-77']);
    expect(JSON.parse(made.outputs.json ?? '')).toMatchObject({
      status: 'READY',
      spec: { allowedCidrs: ['203.0.113.0/24'], tags: { team: 'files' } },
      expiresAt: expect.any(String),
    });
    expect(made.env).toMatchObject({
      GROUNDWORK_ROLE_ARN: expect.stringMatching(/^arn:/),
      GROUNDWORK_INITIAL_BUCKET: expect.stringMatching(/^initial-pr-77-/),
    });

    const gone = await runner.uses(remove, jobOf('github'));
    expect([gone.code, gone.outputs.status]).toEqual([0, 'DELETED']);
  });

  it('that has AWS credentials, too, sends its token where that is said, and is told so where not', async () => {
    const { GROUNDWORK_AUTH: _, ...job } = jobOf('github');
    const both = {
      ...job,
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'eu-west-1',
    };
    const inputs = { url: system.url, id: 'pr-both' };
    const unsaid = await runner.uses(inputs, both);
    expect([unsaid.code, errorsIn(unsaid.log)]).toEqual([5, [expect.stringContaining('auth: token')]]);
    const signed = await runner.uses({ ...inputs, auth: 'iam' }, both);
    expect([signed.code, errorsIn(signed.log)]).toEqual([5, [expect.not.stringContaining('auth: token')]]);
    const said = await runner.uses({ ...inputs, auth: 'token' }, both);
    expect([said.code, said.outputs.status]).toEqual([0, 'READY']);
  });

  it('of an admin deletes what is another tenant’s', async () => {
    await runner.uses({ url: system.url, id: 'left-behind' }, jobOf('github'));
    const inputs = { url: system.url, id: 'left-behind', command: 'delete', tenant: 'repository_id:github' };
    const refused = await runner.uses(inputs, jobOf('other'));
    expect([refused.code, errorsIn(refused.log).length]).toEqual([5, 1]);
    const admin = jobOf('platform', '1234567', { environment: 'administration' });
    expect(await runner.uses(inputs, admin)).toMatchObject({ code: 0, outputs: { status: 'DELETED' } });
    expect(await look('left-behind', 'github')).toMatchObject({ status: 'DELETED' });
  });

  it.each([
    [
      'of somebody else',
      (job: ReturnType<typeof jobOf>) => ({ ...job, ...jobOf('github', '99') }),
      'not among the callers',
    ],
    ['without the right to a token', () => ({ GROUNDWORK_AUTH: 'token' }), 'id-token: write'],
  ])('%s is told why it may not', async (_, change, why) => {
    const { code, log } = await runner.uses({ url: system.url, id: 'pr-124' }, change(jobOf('github')));
    expect([code, errorsIn(log)]).toEqual([5, [expect.stringContaining(why)]]);
  });

  it('for another audience than the deployment takes is told so', async () => {
    const inputs = { url: system.url, id: 'pr-124', audience: 'somebody else' };
    const { code, log } = await runner.uses(inputs, jobOf('github'));
    expect([code, errorsIn(log).length]).toEqual([5, 1]);
  });
});

describe('a nightly look for drift', () => {
  const [, workflow = ''] = blocksOf('docs/ci.md', 'yaml');
  const [, step] = parse(workflow).jobs.drift.steps;

  it('ends well while there is none, and badly when there is', async () => {
    const folder = join(runner.workspace, 'nightly');
    mkdirSync(join(folder, 'dist'), { recursive: true });
    copyFileSync(join(runner.action, 'dist', 'groundwork.mjs'), join(folder, 'dist', 'groundwork.mjs'));
    const job = { ...jobOf('github'), GROUNDWORK_URL: system.url, PATH: process.env.PATH ?? '' };
    expect(Object.keys(step.env)).toEqual(['GROUNDWORK_URL']);
    await runner.uses({ url: system.url, id: 'prod' }, jobOf('github'));
    expect(await script([step.run], job, folder)).toMatchObject({ code: 0 });

    const { outputs } = await look('prod', 'github');
    const VersioningConfiguration = { Status: 'Suspended' } as const;
    const Bucket = outputs.buckets.final.name;
    await system.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const { code, out } = await script([step.run], job, folder);
    expect([code, out]).toEqual([1, expect.stringContaining('versioning')]);
  });
});

describe('the jobs of GitLab', () => {
  const folder = useFolder();
  const inputs = () => ({ url: system.url, cli: `file://${runner.action}/dist/groundwork.mjs` });
  const run = async (name: string, given: Record<string, string> = {}) => {
    const { base, jobs } = component({ ...inputs(), ...given });
    const job = jobs[name];
    if (job?.extends !== '.groundwork') throw new Error(`there is no job ${name}`);
    const { GROUNDWORK_TOKEN } = base.id_tokens;
    const token = await issuer.token(claimsOf('gitlab'), { audience: GROUNDWORK_TOKEN?.aud ?? '' });
    const variables = Object.entries({ ...base.variables, ...job.variables }).map(([variable, value]) => [
      variable,
      value.replaceAll('$CI_MERGE_REQUEST_IID', '7'),
    ]);
    return script(
      [...base.before_script, ...job.script],
      { PATH: process.env.PATH ?? '', CI: 'true', GROUNDWORK_TOKEN: token, ...Object.fromEntries(variables) },
      folder,
    );
  };

  it('create the environment, and hand its outputs to later jobs', async () => {
    const { code, err } = await run('create-environment');
    expect([code, err]).toEqual([0, expect.any(String)]);
    const { status, tenant, outputs, expiresAt } = await look('mr-7', 'gitlab');
    expect([status, tenant, Date.parse(expiresAt) > Date.now()]).toEqual([
      'READY',
      'repository_id:gitlab',
      true,
    ]);
    const report = component().jobs['create-environment']?.artifacts?.reports.dotenv ?? '';
    const lines = readFileSync(join(folder, report), 'utf8').trimEnd().split('\n');
    expect(lines).toContain(`GROUNDWORK_INITIAL_BUCKET=${outputs.buckets.initial.name}`);
    // GitLab takes no more than twenty, and nothing but NAME=VALUE.
    expect(lines.length).toBeLessThanOrEqual(20);
    expect(lines.filter((line) => !/^[A-Z_]+=\S+$/.test(line))).toEqual([]);
  });

  it('bring it up to date with the next push, as the page includes them', async () => {
    const shown = included().inputs;
    writeFileSync(join(folder, shown.spec ?? ''), 'allowedCidrs: [203.0.113.0/24]\n');
    expect(shown).toMatchObject({
      url: expect.stringMatching(/^https:/),
      cli: expect.stringMatching(/\.mjs$/),
    });
    expect(await run('create-environment', { ...shown, ...inputs() })).toMatchObject({ code: 0 });
    expect(await look('mr-7', 'gitlab')).toMatchObject({
      status: 'READY',
      spec: { allowedCidrs: ['203.0.113.0/24'] },
    });
  });

  it('fail where it is refused, and say why', async () => {
    const { code, err } = await run('create-environment', { id: 'mr-8', ttl: 'soon' });
    expect([code, err]).toEqual([4, expect.stringContaining('--ttl')]);
  });

  it('stop it', async () => {
    expect(await run('delete-environment')).toMatchObject({ code: 0 });
    expect(await look('mr-7', 'gitlab')).toMatchObject({ status: 'DELETED' });
  });

  it('have nothing to stop where nothing was ever made', async () => {
    const { code, out } = await run('delete-environment', { id: 'mr-9' });
    expect([code, out]).toEqual([0, 'There is no environment mr-9: nothing to delete.\n']);
  });
});
