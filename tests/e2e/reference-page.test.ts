import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { OPERATIONS } from '../../lib/api/operations.ts';
import { type OperationId, ROUTES } from '../../lib/api/routes.ts';
import { SAMPLES } from '../../lib/api/samples.ts';
import { buildDocs } from '../../scripts/build/docs.ts';
import { describeInBrowser, OUTPUT, useBrowser } from '../support/browser.ts';
import { useFolder } from '../support/suite.ts';

const WIDTHS = { wide: 1400, laptop: 1280, narrow: 390, phone: 360 };

/** In the page: samples with lines that are cut off, and words of headings that stand on two lines. */
const CUT_OFF = `[...document.querySelectorAll('.panel-request-samples pre')]
  .filter((pre) => pre.scrollWidth > pre.clientWidth).map((pre) => pre.textContent)`;
const BROKEN = `[...document.querySelectorAll('h1, h2')].flatMap((heading) =>
  [...heading.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).flatMap((node) =>
    [...node.data.matchAll(/\\S+/g)].filter(({ 0: word, index }) => {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      return range.getClientRects().length > 1;
    }).map(([word]) => word)))`;

describeInBrowser('the reference in a browser', () => {
  const browser = useBrowser();
  const file = join(useFolder(), 'docs.html');
  const asked: string[] = [];
  let page: Page;

  beforeAll(async () => {
    await buildDocs(file);
    page = await browser.open('about:blank', { width: WIDTHS.wide });
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(file).href);
  });

  const sectionOf = (operationId: OperationId) => page.locator(`[id="other/${operationId.toLowerCase()}"]`);

  it.each(ROUTES)('shows $operationId with all its samples', async ({ operationId, path }) => {
    const { summary } = OPERATIONS[operationId];
    await page
      .getByRole('menuitem', { name: summary })
      .or(page.getByRole('link', { name: summary }))
      .first()
      .click();
    const section = sectionOf(operationId);
    await section.getByRole('heading', { name: summary }).waitFor();
    const samples = section.locator('.panel-request-samples');
    expect(await samples.textContent()).toContain(path);

    const labels = Object.keys(SAMPLES[operationId]);
    for (const [label, source] of Object.entries(SAMPLES[operationId])) {
      // By an event: a menu may open beyond the window's edge.
      if (labels.length > 1) {
        await samples.getByRole('button', { name: /^(curl|groundwork|Payload)/ }).click();
        const choice = page.getByRole('menuitem', { name: label, exact: true });
        await choice.waitFor();
        const choices = await page.getByRole('menu').last().getByRole('menuitem').allInnerTexts();
        expect(choices.filter((name) => name !== 'Payload').toSorted()).toEqual(labels.toSorted());
        await choice.dispatchEvent('click');
        await choice.waitFor({ state: 'detached' });
      }
      const shown = await samples.locator('pre').first().innerText();
      expect(shown.trim()).toBe(source);
    }
  });

  it('cuts off no line of a sample on a laptop, and breaks no word of a heading on a phone', async () => {
    await page.setViewportSize({ width: WIDTHS.laptop, height: 900 });
    expect(await page.evaluate(CUT_OFF)).toEqual([]);
    await page.setViewportSize({ width: WIDTHS.phone, height: 900 });
    expect(await page.evaluate(BROKEN)).toEqual([]);
    await page.setViewportSize({ width: WIDTHS.wide, height: 900 });
  });

  it('can be read on a narrow screen', async () => {
    // The whole is as long as a book.
    const top = sectionOf('createEnvironment').getByRole('heading', { name: 'Create an environment' });
    await top.scrollIntoViewIfNeeded();
    await page.screenshot({ path: join(OUTPUT, 'reference-wide.png') });
    await page.setViewportSize({ width: WIDTHS.narrow, height: 900 });
    await top.scrollIntoViewIfNeeded();
    const scrolls = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
    expect(scrolls).toBe(false);
    await page.screenshot({ path: join(OUTPUT, 'reference-narrow.png') });
  });

  it('has asked for nothing from elsewhere, and nothing went wrong in it', () => {
    const elsewhere = asked.filter((url) => !/^(file|blob|data):/.test(url));
    expect([elsewhere, browser.errors]).toEqual([[], []]);
  });
});
