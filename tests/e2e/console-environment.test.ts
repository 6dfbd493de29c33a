import { IAMClient, UpdateRoleCommand } from '@aws-sdk/client-iam';
import { GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { expect, it } from '@jest/globals';
import type { Event } from '../../client/contract.ts';
import { describeInBrowser, picture } from '../support/browser.ts';
import { boxOf, complaints, isSaid, isStatus, useEnvironmentPage } from '../support/environment-page.ts';
import { useHeldSystem } from '../support/held-system.ts';
import { REGION, WAIT } from '../support/http.ts';
import { bash } from '../support/shell.ts';

describeInBrowser('the page of an environment', () => {
  const { system, held } = useHeldSystem();
  const { served, open, openAt, get } = useEnvironmentPage(system);
  const allEvents = async (id: string): Promise<Event[]> =>
    (await system.send(`GET /environments/${id}/events?limit=100`)).body.items;

  it('fills the graph and the timeline while the environment is made, and is never loaded again', async () => {
    held.hold('S3.PUT');
    const body = { id: 'growing', allowedCidrs: ['203.0.113.7'], ttl: '72h', tags: { team: 'files' } };
    await system.send('POST /environments', { body });
    const page = await open('growing');
    await page.evaluate(() => Object.assign(globalThis, { loadedOnce: true }));
    await isStatus(page, { key: 'READY', role: 'READY', initialBucket: 'CREATING', finalBucket: 'CREATING' });
    await isSaid(page.locator('h1 + .badge'), 'Provisioning');
    await page.locator('.env-bar').nth(9).waitFor();
    const before = await page.locator('.env-bar').count();
    await picture(page, 'console-environment-growing');

    held.release();
    await isStatus(page, { key: 'READY', initialBucket: 'READY', instanceProfile: 'READY' });
    await isSaid(page.locator('h1 + .badge'), 'Ready');
    await page.locator(`.env-bar >> nth=${(await callsOf('growing')).length - 1}`).waitFor();
    expect(await page.locator('.env-bar').count()).toBeGreaterThan(before);
    expect(await page.evaluate(() => 'loadedOnce' in globalThis)).toBe(true);
    await picture(page, 'console-environment-ready');
  });

  const callsOf = async (id: string) => (await allEvents(id)).filter(({ type }) => type === 'aws.call');

  it('shows all but the part that an answer breaks, and that one again when it is asked for', async () => {
    const page = await openAt('/');
    const nonsense = '**/api/environments/growing/terraform';
    await page.route(nonsense, (route) => route.fulfill({ json: {} }));
    await page.goto(new URL('/environments/growing', served.address).href);
    await isSaid(page.getByRole('alert'), 'This can not be shown');
    await isSaid(page.locator('#outputs'), 'initial-growing-');

    await page.unroute(nonsense);
    await page.reload();
    await isSaid(page.locator('#policies'), 'Denies all requests');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('draws a bar for each call, as long and at the place that its event says', async () => {
    const calls = await callsOf('growing');
    const page = await open('growing');
    await page.locator(`.env-bar >> nth=${calls.length - 1}`).waitFor();
    const starts = calls.map(({ time }) => Date.parse(time));
    const from = Math.min(...starts);
    const total =
      Math.max(...calls.map(({ time, data }) => Date.parse(time) + Number(data.milliseconds))) - from;
    const chart = await boxOf(page.locator('.env-chart'));
    for (const { id, time, data } of calls) {
      const bar = page.locator(`[data-call="${id}"]`);
      const { x, width } = await boxOf(bar);
      expect(x - chart.x).toBeCloseTo(((Date.parse(time) - from) / total) * chart.width, -0.5);
      expect(width).toBeCloseTo(Math.max((Number(data.milliseconds) / total) * chart.width, 3), -0.5);
      expect(await bar.getAttribute('aria-label')).toContain(`${data.service} ${data.operation} for `);
    }
    await isSaid(page.locator('#timeline'), `${calls.length} calls in `);
    await page.locator('#timeline summary').click();
    expect(await page.locator('#timeline tbody tr').count()).toBe(calls.length);
  });

  it('shows what somebody changed by hand before and after, and repairs it', async () => {
    const page = await open('growing');
    const button = page.getByRole('button', { name: 'Look for drift' });
    await button.click();
    await isSaid(page.locator('#drift'), 'In sync: everything is as desired.');

    const { outputs } = await get('growing');
    const iam = new IAMClient({ region: REGION });
    await iam.send(new UpdateRoleCommand({ RoleName: outputs.roleName, MaxSessionDuration: 43_200 }));
    const Bucket = outputs.buckets.initial.name;
    const { Policy = '' } = await system.s3.send(new GetBucketPolicyCommand({ Bucket }));
    const altered = Policy.replace('203.0.113.7/32', '198.51.100.9/32');
    await system.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: altered }));
    await button.click();
    await isSaid(page.locator('#drift'), '2 settings are not as desired');
    const differences = await page.locator('.env-difference').allInnerTexts();
    const shown = (name: string) => differences.find((text) => text.startsWith(name));
    expect(shown('Role: maxSessionSeconds')).toMatch(/− 3600\n\+ 43200/);
    expect(shown('Initial bucket: policy')).toMatch(/− +"203.0.113.7\/32"\n\+ +"198.51.100.9\/32"/);
    expect(shown('Initial bucket: policy')).toMatch(
      /At AWS instead:\s+Denies all .* outside 198.51.100.9\/32/,
    );
    expect(shown('Initial bucket: policy')).toMatch(/⋯ \d+ lines are the same/);
    await picture(page, 'console-environment-drift');

    await page.getByRole('button', { name: 'Reconcile: make it as desired' }).click();
    await isSaid(page.locator('#drift'), 'Reconciled');
    await button.click();
    await isSaid(page.locator('#drift'), 'In sync');
    expect((await system.send('GET /environments/growing/drift')).body.inSync).toBe(true);
    await isSaid(page.locator('#run'), 'reconcile');
  });

  it('copies the outputs word for word in every format, and downloads the same', async () => {
    const page = await open('growing');
    for (const format of ['json', 'dotenv', 'tfvars', 'shell', 'cloud-init']) {
      const response = await fetch(new URL(`/environments/growing/outputs?format=${format}`, system.url));
      const expected = await response.text();
      await page.getByRole('radio', { name: format }).check();
      await page.getByRole('button', { name: `Copy Outputs as ${format}` }).click();
      await isSaid(page.locator('#outputs .copy'), 'Copied');
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(expected);
      const link = await page.getByRole('link', { name: `Download ${format}` }).getAttribute('href');
      expect(await (await fetch(new URL(link ?? '', served.address))).text()).toBe(expected);
    }
  });

  it('shows the plan of a change before it is sent, and sends just that', async () => {
    const page = await open('growing');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByLabel('Allowed addresses').fill('203.0.113.0/24');
    await page.getByLabel('Deletion protection').check();
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await isSaid(page.getByRole('dialog'), '0 to create, 2 to change, 0 to delete');
    await isSaid(page.getByRole('dialog'), '/allowedCidrs /deletionProtection');
    expect((await get('growing')).spec.allowedCidrs).toEqual(['203.0.113.7/32']);
    await picture(page, 'console-environment-change');

    await page.getByRole('button', { name: 'Send the change' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await isSaid(page.locator('#settings'), '203.0.113.0/24');
    const { spec } = await get('growing');
    expect(spec).toMatchObject({ allowedCidrs: ['203.0.113.0/24'], deletionProtection: true });
    expect(spec.tags).toEqual({ team: 'files' });
  });

  it('shows the curl that makes the same change', async () => {
    const page = await open('growing');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByRole('button', { name: 'Add a tag' }).click();
    await page.getByLabel('Key of tag 2').fill('owner');
    await page.getByLabel('Value of tag 2').fill('ops');
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await page.getByText('The same without the console').click();
    const curl = page.getByRole('region', { name: 'curl' });
    expect(await bash(await curl.innerText())).toMatchObject({ code: 0 });
    await page.keyboard.press('Escape');
    await isSaid(page.locator('main'), 'owner=ops');
    expect((await get('growing')).spec.tags).toEqual({ team: 'files', owner: 'ops' });
  });

  it('tells at its field what the API says against a change, and that a key is there twice', async () => {
    const page = await open('growing');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByLabel('Allowed addresses').fill('203.0.113.0/24\n10.0.0.1/8');
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await isSaid(page.getByRole('alert'), 'Allowed addresses: Line 2: 10.0.0.1/8 has bits set');
    await page.getByRole('link', { name: 'Allowed addresses' }).click();
    const field = page.locator('textarea:focus');
    await field.waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('button', { name: 'Add a tag' }).click();
    await page.getByRole('textbox', { name: 'Key of tag' }).last().fill('team');
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await isSaid(page.getByRole('alert'), 'is the key of another tag, too');
    expect(await complaints(page)).toEqual([]);
  });

  it('shows the commands that delete and reconcile', async () => {
    const page = await open('growing');
    await page.getByText('Reconcile without the console').click();
    const drift = page.locator('#drift');
    await isSaid(drift.getByRole('region', { name: 'groundwork' }), 'groundwork reconcile growing');
    const curl = await drift.getByRole('region', { name: 'curl' }).innerText();
    expect(await bash(curl)).toMatchObject({ code: 0, out: expect.stringContaining('"id":"growing"') });
    await page.getByText('Reconcile without the console').click();
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Delete it with all data').check();
    await dialog.getByText('The same without the console').click();
    await isSaid(dialog.getByRole('region', { name: 'curl' }), "/environments/growing?force=true'");
    await isSaid(
      dialog.getByRole('region', { name: 'groundwork' }),
      'groundwork delete growing --yes --force',
    );
    expect(await complaints(page)).toEqual([]);
  });

  it('overwrites nothing that somebody changed after the dialog was opened', async () => {
    const page = await open('growing');
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.getByLabel('Value of tag 1').fill('mine');
    await system.send('PATCH /environments/growing', { headers: WAIT, body: { deletionProtection: false } });
    await page.getByRole('button', { name: 'Show the plan' }).click();
    await page.getByRole('button', { name: 'Send the change' }).click();
    await isSaid(page.getByRole('dialog'), 'The environment has changed');
    expect((await get('growing')).spec.tags).toEqual({ team: 'files', owner: 'ops' });
  });

  it('says what the policies mean, beside what they are', async () => {
    const page = await open('growing');
    const policies = page.locator('#policies');
    await isSaid(policies, "Denies all requests from outside 203.0.113.0/24, but for groundwork's own roles");
    await isSaid(policies, 'Lets EC2 assume the role.');
    const { body } = await system.send('GET /environments/growing/terraform');
    const key = JSON.parse(body.resource.aws_kms_key.key.policy);
    const blocks = await policies.locator('pre').allInnerTexts();
    expect(blocks.map((text) => JSON.parse(text))).toContainEqual(key);
    expect(blocks).toHaveLength(5);
  });

  it('lists the events, of one type if asked', async () => {
    const page = await open('growing');
    await page.getByLabel('Type').selectOption('request.accepted');
    const { body } = await system.send('GET /environments/growing/events?type=request.accepted');
    const requests: Event[] = body.items;
    const lines = page.locator('.env-events li');
    await isSaid(page.locator('#events'), `${requests.length} events, newest first`);
    expect(await lines.count()).toBe(requests.length);
    expect(await lines.first().innerText()).toContain(requests[0]?.message);
    expect(await lines.first().innerText()).toContain('asked for by local');
  });

  it('reads the events once for all that shows them', async () => {
    const page = await openAt('/');
    const held = Promise.withResolvers<void>();
    let asked = 0;
    await page.route('**/environments/growing/events?*', async (route) => {
      asked += 1;
      await held.promise;
      await route.continue();
    });
    await page.goto(new URL('/environments/growing', served.address).href);
    await page.locator('#settings').waitFor();
    expect(asked).toBe(1);
    held.resolve();
    await page.locator('.env-bar').first().waitFor();
    await page.locator('.env-events li').first().waitFor();
  });
});
