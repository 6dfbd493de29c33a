import { AxeBuilder } from '@axe-core/playwright';
import { afterEach } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { useBrowser } from './browser.ts';
import { useConsole } from './console.ts';
import type { TestSystem } from './http.ts';

/** The page of environments in a browser, for the tests of a block. What was opened is closed after each. */
export function useEnvironmentPage(system: TestSystem) {
  const served = useConsole(system);
  const browser = useBrowser();
  const opened: Page[] = [];
  // One that stays open goes on asking.
  afterEach(() => Promise.all(opened.splice(0).map((page) => page.context().close())));

  const openAt = async (path: string, view?: Parameters<typeof browser.open>[1]): Promise<Page> => {
    const page = await browser.open(new URL(path, served.address).href, view);
    opened.push(page);
    return page;
  };
  return {
    served,
    openAt,
    open: async (id: string, view?: Parameters<typeof browser.open>[1]): Promise<Page> => {
      const page = await openAt(`/environments/${id}`, view);
      await page.locator('h1').waitFor();
      return page;
    },
    get: async (id: string) => (await system.send(`GET /environments/${id}`)).body,
  };
}

/** Waits until the graph shows these states. */
export async function isStatus(page: Page, states: Record<string, string>): Promise<void> {
  for (const [logicalId, status] of Object.entries(states)) {
    await page.locator(`[data-resource="${logicalId}"][data-status="${status}"]`).waitFor();
  }
}

/** Waits until a text is there. */
export const isSaid = (where: Locator, text: string): Promise<void> =>
  where.filter({ hasText: text }).first().waitFor();

export async function boxOf(what: Locator) {
  const box = await what.boundingBox();
  if (!box) throw new Error('It is not to be seen.');
  return box;
}

interface Looked {
  /** A part of the page, as a selector of CSS. */
  within?: string;
  /** Only these; unless said, all there are. */
  rules?: string[];
}

/** Everything that axe finds, with where. */
export async function complaints(page: Page, { within = 'html', rules }: Looked = {}): Promise<string[]> {
  const axe = new AxeBuilder({ page }).include(within);
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Presses Tab until the focus is on something, as somebody does who has only keys. @param selector of CSS */
export async function focusByTab(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement.matches('${selector}')`)) return;
  }
  throw new Error(`Tab does not lead to ${selector}.`);
}
