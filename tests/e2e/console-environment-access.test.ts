import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser, picture } from '../support/browser.ts';
import { complaints, focusByTab, isSaid, isStatus, useEnvironmentPage } from '../support/environment-page.ts';
import { WAIT } from '../support/http.ts';
import { useSystem } from '../support/suite.ts';

const VIEWS = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 320, colorScheme: 'light' },
  { width: 320, colorScheme: 'dark' },
] as const;

describeInBrowser('the page of an environment, for everybody', () => {
  const system = useSystem();
  const { open, openAt, get } = useEnvironmentPage(system);
  beforeAll(async () => {
    await system.create('growing');
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
    const page = await openAt('/');
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
      // Colours are what differs in the dark.
      const rules = view.colorScheme === 'dark' ? { rules: ['color-contrast'] } : {};
      expect(await complaints(page, rules)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      await picture(page, `console-environment-${view.width}-${view.colorScheme}`);
      await page.getByRole('button', { name: 'Change', exact: true }).click();
      expect(await complaints(page, { ...rules, within: 'dialog[open]' })).toEqual([]);
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
