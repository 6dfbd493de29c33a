import AxeBuilder from '@axe-core/playwright';
import { expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { describeInBrowser, picture, useBrowser, type View } from '../support/browser.ts';
import { useCli } from '../support/cli.ts';
import { useConsole } from '../support/console.ts';
import { WAIT } from '../support/http.ts';
import { environmentLike } from '../support/made-up-api.ts';
import { bash } from '../support/shell.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();
const served = useConsole(system);
const browser = useBrowser();
const cli = useCli();

const open = (path = '/', view?: View): Promise<Page> =>
  browser.open(new URL(path, served.address).href, view);

/** What axe says against a page, in a line each. */
async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const VIEWS: [string, Required<View>][] = [
  ['1280-light', { width: 1280, colorScheme: 'light' }],
  ['1280-dark', { width: 1280, colorScheme: 'dark' }],
  ['320-light', { width: 320, colorScheme: 'light' }],
  ['320-dark', { width: 320, colorScheme: 'dark' }],
];

/** How far a page is wider than its window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

const hasFocus = async (element: Locator): Promise<boolean> =>
  (await element.and(element.page().locator(':focus')).count()) === 1;

/** Its status; 404 where there is none. */
const isThere = async (id: string): Promise<string | number> =>
  (await system.send(`GET /environments/${id}`)).body.status;

describeInBrowser('the list', () => {
  it('says what to do where there is nothing', async () => {
    const page = await open('/', { width: 360 });
    await page.getByRole('link', { name: 'Create the first one' }).waitFor();
    await picture(page, 'list-empty');
    expect(await faultsOf(page)).toEqual([]);
  });

  it('finds by id, tag and status while one types, and keeps the focus while it is read anew', async () => {
    await system.create('pr-1', { tags: { team: 'blue' }, ttl: '30m' });
    await system.create('pr-2', { allowedCidrs: undefined });
    await system.create('keep-me', { deletionProtection: true });
    const page = await open();
    const rows = page.getByRole('rowheader');
    await rows.nth(2).waitFor();
    expect(await page.getByText('Storage is open to any address').count()).toBe(1);
    const search = page.getByLabel('Search');
    for (const [typed, found] of [
      ['pr-', ['pr-1', 'pr-2']],
      ['team=blue', ['pr-1']],
      ['ready keep', ['keep-me']],
    ] as const) {
      await search.fill(typed);
      await page.getByText(`${found.length} of 3 environments`).waitFor();
      expect(await rows.getByRole('link').allTextContents()).toEqual(found);
    }
    await search.fill('');
    const link = page.getByRole('link', { name: 'pr-2' });
    await link.focus();
    // It reads the list anew by itself, and shows what was made meanwhile.
    await system.create('pr-3');
    await page.getByRole('link', { name: 'pr-3' }).waitFor();
    expect(await hasFocus(link)).toBe(true);
  });

  it('shows deleted ones when one asks for them, and only then', async () => {
    await system.create('gone-1');
    await system.send('DELETE /environments/gone-1', { headers: WAIT });
    const page = await open();
    await page.getByRole('rowheader').first().waitFor();
    expect(await page.getByRole('link', { name: 'gone-1' }).count()).toBe(0);
    await page.getByLabel('Status').selectOption('Deleted');
    await page.getByRole('link', { name: 'gone-1' }).waitFor();
    await page.getByText('1 environment', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /Delete/ }).count()).toBe(0);
  });

  it('loads more where there is more, and searches all of it', async () => {
    const page = await open('/new');
    await page.route('**/api/environments?*', (route) => {
      const isSecond = route.request().url().includes('pageToken=next');
      const ids = isSecond ? ['second-1'] : ['first-1', 'first-2'];
      const items = ids.map((id) => environmentLike({ id }));
      return route.fulfill({ json: { items, ...(!isSecond && { nextPageToken: 'next' }) } });
    });
    await page.goto(served.address);
    await page.getByText('2 environments loaded, there are more').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByText('3 environments', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Load more' }).count()).toBe(0);
    await page.getByLabel('Search').fill('second');
    await page.getByText('1 of 3 environments').waitFor();
  });

  it('says what is wrong when the API does not answer, and keeps what it has', async () => {
    const page = await open();
    await page.getByRole('rowheader').first().waitFor();
    const body = {
      title: 'It is broken',
      detail: 'Quite.',
      nextAction: 'Wait.',
      status: 500,
      retryable: false,
    };
    await page.route('**/api/environments?*', (route) => route.fulfill({ status: 500, json: body }));
    await page.getByRole('alert').getByText('It is broken').waitFor();
    expect(await page.getByRole('rowheader').count()).toBeGreaterThan(0);
    await picture(page, 'list-problem');
  });

  it.each(VIEWS)('is fit for everybody: %s', async (name, view) => {
    const page = await open('/', view);
    await page.getByRole('rowheader').nth(2).waitFor();
    await picture(page, `list-${name}`);
    expect([await faultsOf(page), await overflow(page)]).toEqual([[], 0]);
  });
});

describeInBrowser('the form', () => {
  it('tells mistakes at their fields and all at once, and sends nothing', async () => {
    const page = await open('/new');
    await page.getByLabel('Id', { exact: true }).fill('PR 1');
    await page.getByLabel('Allowed addresses').fill('203.0.113.7\n\n10.0.0.1/8');
    await page.getByLabel('After a time').check();
    await page.getByLabel('Time to live').fill('1m');
    await page.getByText('Advanced').click();
    await page.getByLabel("Key's deletion window").fill('3');
    await page.getByText('Advanced').click();
    await page.getByRole('button', { name: 'Show plan' }).click();
    const summary = page.getByRole('alert');
    await summary.waitFor();
    expect(await hasFocus(summary)).toBe(true);
    expect(await summary.getByRole('listitem').allTextContents()).toEqual([
      'Id: must be 3 to 32 of a-z, 0-9 and -, begin with a letter, and not end with -',
      "Key's deletion window: must be at least 7",
      'Allowed addresses: Line 3: 10.0.0.1/8 has bits set beyond its prefix. The block it lies in is 10.0.0.0/8.',
      'Time to live: must be at least 5 minutes from now',
    ]);
    await picture(page, 'create-mistakes');
    const field = page.getByLabel("Key's deletion window");
    await summary.getByRole('link', { name: "Key's deletion window" }).click();
    await field.and(page.locator(':focus')).waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const said = String(await field.getAttribute('aria-describedby')).split(' ');
    const texts = await Promise.all(said.map((id) => page.locator(`#${id}`).textContent()));
    expect(texts.join(' ')).toContain('must be at least 7');
    expect(await faultsOf(page)).toEqual([]);
  });

  it('shows the plan and commands that do the same, then creates and leads to the environment', async () => {
    const page = await open('/new');
    await page.getByLabel('Id', { exact: true }).fill('from-form');
    await page.getByLabel('Allowed addresses').fill('203.0.113.7\n198.51.100.0/24');
    await page.getByRole('button', { name: 'Add a tag' }).click();
    await page.getByLabel('Key of tag 1').fill('team');
    await page.getByLabel('Value of tag 1').fill('blue + green');
    const preview = page.getByRole('complementary');
    const curl = String(await preview.getByRole('region', { name: 'curl' }).textContent());
    const command = String(await preview.getByRole('region', { name: 'groundwork' }).textContent());
    await preview.getByRole('button', { name: 'Copy curl' }).click();
    await page.getByText('Copied').first().waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(curl);

    await page.getByRole('button', { name: 'Show plan' }).click();
    await page.getByText('6 to create').waitFor();
    await picture(page, 'create-plan');
    expect(await isThere('from-form')).toBe(404);
    expect(await faultsOf(page)).toEqual([]);

    await page.getByLabel('After a time').check();
    await page.getByText('The form was changed since').waitFor();
    expect(await page.getByRole('button', { name: 'Create from-form' }).count()).toBe(0);
    await page.getByLabel('When somebody deletes it').check();
    await page.getByRole('button', { name: 'Create from-form' }).click();
    await page.waitForURL('**/environments/from-form');
    const { body } = await system.send('GET /environments/from-form');
    expect(body.spec).toMatchObject({
      allowedCidrs: ['203.0.113.7/32', '198.51.100.0/24'],
      tags: { team: 'blue + green' },
    });
    // The same again, by the command that was shown: it is the same environment.
    const { out } = await bash(curl);
    expect(JSON.parse(out)).toMatchObject({ id: 'from-form', createdAt: body.createdAt });
    const line = `groundwork() { '${process.execPath}' '${cli.path}' "$@"; }\n${command} --json`;
    expect(JSON.parse((await bash(line)).out)).toMatchObject({ id: 'from-form', createdAt: body.createdAt });
  });

  it('says whose environments they are where another tenant was named, in the commands, too', async () => {
    const page = await open('/');
    await page.route('**/api-origin', (route) =>
      route.fulfill({ json: { url: system.url, way: 'none', tenant: 'team-a' } }),
    );
    await page.goto(new URL('/new', served.address).href);
    await page.getByRole('banner').getByText('of the tenant team-a').waitFor();
    const curl = page.getByRole('region', { name: 'curl' });
    await curl.filter({ hasText: "-H 'groundwork-tenant: team-a'" }).waitFor();
    await page.getByRole('region', { name: 'groundwork' }).filter({ hasText: '--tenant team-a' }).waitFor();
  });

  it('tells at its field what only the deployment knows', async () => {
    const page = await open('/new');
    await page.getByText('Advanced').click();
    await page.getByLabel('Region').fill('mars-1');
    await page.getByRole('button', { name: 'Show plan' }).click();
    await page.getByRole('alert').getByText('must be one of eu-west-1').waitFor();
  });

  it.each(VIEWS)('is fit for everybody: %s', async (name, view) => {
    const page = await open('/new', view);
    await page.getByText('Advanced').click();
    await page.getByLabel('Region').waitFor();
    await picture(page, `create-${name}`);
    expect([await faultsOf(page), await overflow(page)]).toEqual([[], 0]);
  });
});

describeInBrowser('the deletion', () => {
  it('shows what goes, wants the id typed in, and leads to the environment', async () => {
    await system.create('go-away');
    const page = await open();
    await page.getByLabel('Search').fill('go-away');
    await page.getByRole('button', { name: 'Delete… go-away' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete go-away' });
    await dialog.getByText('6 to delete').waitFor();
    await picture(page, 'delete');
    expect(await faultsOf(page)).toEqual([]);
    await dialog.getByRole('textbox').fill('go-awa');
    await dialog.getByRole('button', { name: 'Delete it' }).click();
    await dialog.getByText('exactly so. Nothing was deleted.').waitFor();
    expect(await isThere('go-away')).toBe('READY');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).toContain('go-away');

    await page.getByRole('button', { name: 'Delete… go-away' }).click();
    await dialog.getByRole('textbox').fill('go-away');
    await dialog.getByRole('button', { name: 'Delete it' }).click();
    await page.waitForURL('**/environments/go-away');
    expect(['DELETING', 'DELETED']).toContain(await isThere('go-away'));
  });

  it('says what stops it: data in a bucket', async () => {
    const { body } = await system.create('has-data');
    const { name } = body.outputs.buckets.initial;
    await bash(`printf x | aws --endpoint-url ${system.endpoint} s3 cp - s3://${name}/a`);
    const page = await open('/', { width: 800 });
    await page.getByRole('button', { name: 'Delete… has-data' }).click();
    await page.getByText('can not be deleted').waitFor();
    await page.getByLabel('Delete it with all data').check();
    await page.getByText('6 to delete').waitFor();
    await picture(page, 'delete-with-data');
  });
});

describeInBrowser('the keyboard alone', () => {
  it('skips to the content, creates, and is told where it is', async () => {
    const page = await open();
    await page.getByRole('rowheader').first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#main:focus').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/new');
    await page.locator('h1:focus').waitFor();
    expect(await page.title()).toBe('Create an environment · groundwork');
    await page.keyboard.press('Tab');
    await page.keyboard.type('by-keys');
    await page.keyboard.press('Enter');
    await page.locator('#plan-heading:focus').waitFor();
    for (let at = ''; !at.startsWith('Create by-keys'); ) {
      await page.keyboard.press('Tab');
      at = await page.evaluate('document.activeElement.textContent');
    }
    await page.keyboard.press('Enter');
    await page.waitForURL('**/environments/by-keys');
    expect(await isThere('by-keys')).not.toBe(404);
  });
});

describeInBrowser('in all of it', () => {
  it('the browser complained of nothing but what the API refused', () => {
    const refused = /the server responded with a status of (400|409|500)/;
    expect(browser.errors.filter((error) => !refused.test(error))).toEqual([]);
  });
});
