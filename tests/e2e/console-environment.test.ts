import { IAMClient, UpdateRoleCommand } from '@aws-sdk/client-iam';
import { GetBucketPolicyCommand, PutBucketPolicyCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { AxeBuilder } from '@axe-core/playwright';
import { afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import type { Event } from '../../client/contract.ts';
import { describeInBrowser, picture, useBrowser } from '../support/browser.ts';
import { useConsole } from '../support/console.ts';

import { useHeldSystem } from '../support/held-system.ts';
import { REGION, WAIT } from '../support/http.ts';
import { bash } from '../support/shell.ts';

const VIEWS = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 320, colorScheme: 'light' },
  { width: 320, colorScheme: 'dark' },
] as const;

describeInBrowser('the page of an environment', () => {
  const { system, held } = useHeldSystem();
  const served = useConsole(system);
  const browser = useBrowser();

  const open = async (id: string, view?: Parameters<typeof browser.open>[1]): Promise<Page> => {
    const page = await browser.open(new URL(`/environments/${id}`, served.address).href, view);
    opened.push(page);
    await page.locator('h1').waitFor();
    return page;
  };
  const opened: Page[] = [];
  // One that stays open goes on asking.
  afterEach(() => Promise.all(opened.splice(0).map((page) => page.context().close())));

  const get = async (id: string) => (await system.send(`GET /environments/${id}`)).body;
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
    const page = await browser.open(served.address);
    opened.push(page);
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
    const page = await browser.open(served.address);
    opened.push(page);
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

  it('needs no mouse', async () => {
    const page = await open('growing');
    await page.locator('.env-bar').first().waitFor();
    await focusByTab(page, '[data-resource="role"] button');
    await page.keyboard.press('Enter');
    const { resources } = await get('growing');
    const role = resources.find(({ logicalId }: { logicalId: string }) => logicalId === 'role');
    await isSaid(page.locator('.env-details'), role.arn);
    await focusByTab(page, '.env-bar[tabindex="0"]');
    const first = await page.locator('.env-call').innerText();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('.env-call').innerText()).not.toBe(first);
    await page.keyboard.press('End');
    const last = await page.evaluate("document.activeElement.getAttribute('aria-label')");
    expect(last).toContain((await page.locator('.env-call strong').innerText()).trim());
    // The whole chart is one place on the way.
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
    await focusByTab(page, '#drift button');
  });

  it('leaves the focus on a button while it works, and puts it on what went wrong', async () => {
    const page = await open('growing');
    const asked = Promise.withResolvers<void>();
    const problem = { title: 'It is broken', detail: 'Quite.', status: 500, retryable: false };
    await page.route('**/reconcile', async (route) => {
      await asked.promise;
      await route.fulfill({ status: 500, json: problem });
    });
    const button = page.getByRole('button', { name: 'Reconcile', exact: true });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.locator('button[aria-disabled="true"]:focus').waitFor();
    asked.resolve();
    await page.locator('[role="alert"]:focus').filter({ hasText: 'It is broken' }).waitFor();
  });

  it('takes the focus from nobody who went on while it was read', async () => {
    const page = await browser.open(served.address);
    opened.push(page);
    const held = Promise.withResolvers<void>();
    await page.route('**/api/environments/growing', async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.getByRole('link', { name: 'growing' }).click();
    await page.locator('h1:focus').waitFor();
    await page.getByRole('link', { name: 'Reference' }).focus();
    held.resolve();
    await page.locator('#settings').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Reference');
  });

  it.each(VIEWS)(
    'has nothing that axe finds, and nothing wider than the screen: $width, $colorScheme',
    async (view) => {
      const page = await open('growing', view);
      await page.locator('.env-bar').first().waitFor();
      await page.locator('#policies pre').first().waitFor();
      await page.locator('[data-resource="key"] button').click();
      for (const summary of await page.locator('main > section > details > summary').all())
        await summary.click();
      await page.getByRole('button', { name: 'Look for drift' }).click();
      await isSaid(page.locator('#drift'), 'In sync');
      expect(await complaints(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      await picture(page, `console-environment-${view.width}-${view.colorScheme}`);
      await page.getByRole('button', { name: 'Change', exact: true }).click();
      expect(await complaints(page)).toEqual([]);
    },
  );

  describeInBrowser('where something went wrong', () => {
    beforeAll(async () => {
      const taken = `taken-${system.accountId}`;
      await system.create('owner', { storage: { initialBucketName: taken } });
      await system.create('failing', { storage: { initialBucketName: taken } });
      await system.create('full', { encryption: { algorithm: 'AES256' } });
      const { outputs } = await get('full');
      const Bucket = outputs.buckets.initial.name;
      await system.s3.send(new PutObjectCommand({ Bucket, Key: 'one', Body: '1' }));
      await system.send('DELETE /environments/full', { headers: WAIT });
    });

    it('says why it failed and what to do, at the resource too', async () => {
      const page = await open('failing');
      await isSaid(page.locator('.problem'), 'does not belong to this environment');
      await isSaid(page.locator('.problem'), 'Put right what the reason names, then reconcile');
      await isStatus(page, { initialBucket: 'FAILED', finalBucket: 'READY' });
      await isSaid(page.locator('.env-details'), 'Somebody has to change something first.');
      expect(await complaints(page)).toEqual([]);
      await picture(page, 'console-environment-failed');
    });

    it('says why it could not be deleted, and restores it', async () => {
      const page = await open('full');
      await isSaid(page.locator('.problem'), 'is not empty');
      await picture(page, 'console-environment-delete-failed');
      await page.getByText('Restore without the console').click();
      await isSaid(page.getByRole('region', { name: 'groundwork' }), 'groundwork restore full');
      await page.getByRole('button', { name: 'Restore' }).click();
      await isSaid(page.locator('h1 + .badge'), 'Ready');
      expect((await get('full')).status).toBe('READY');
    });

    it('deletes one, and takes the deletion back', async () => {
      const page = await open('owner');
      await page.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('textbox').fill('owner');
      await page.getByRole('button', { name: 'Delete it' }).click();
      await isSaid(page.locator('h1 + .badge'), 'Deleted');
      await page.locator('h1:focus').waitFor();
      await isSaid(page.locator('main'), 'Restore takes the deletion back.');
      await isStatus(page, { key: 'DELETED', initialBucket: 'DELETED' });
      await isSaid(page.locator('#run'), 'delete');
      expect(await complaints(page)).toEqual([]);
      await picture(page, 'console-environment-deleted');
      await page.getByRole('button', { name: 'Restore' }).click();
      await isStatus(page, { key: 'READY', initialBucket: 'READY' });
      await page.locator('h1:focus').waitFor();
    });

    it('says that there is none, and where to go', async () => {
      const page = await open('nobody');
      await isSaid(page.locator('main'), 'There is no environment nobody.');
      await page.getByRole('link', { name: 'create one' }).click();
      expect(new URL(page.url()).pathname).toBe('/new');
    });
  });
});

/** Waits until the graph shows these states. */
async function isStatus(page: Page, states: Record<string, string>): Promise<void> {
  for (const [logicalId, status] of Object.entries(states)) {
    await page.locator(`[data-resource="${logicalId}"][data-status="${status}"]`).waitFor();
  }
}

/** Waits until a text is there. */
const isSaid = (where: Locator, text: string): Promise<void> =>
  where.filter({ hasText: text }).first().waitFor();

async function boxOf(what: Locator) {
  const box = await what.boundingBox();
  if (!box) throw new Error('It is not to be seen.');
  return box;
}

/** Everything that axe finds, with where. */
async function complaints(page: Page, within = 'html'): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(within).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Presses Tab until the focus is on something, as somebody does who has only keys. @param selector of CSS */
async function focusByTab(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement.matches('${selector}')`)) return;
  }
  throw new Error(`Tab does not lead to ${selector}.`);
}
