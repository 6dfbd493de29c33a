import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium.ts';

/** Where pictures of what was tested are left to be looked at. */
export const OUTPUT = fileURLToPath(new URL('../output', import.meta.url));

/** It is to ask nobody outside for anything. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `describe` for tests in a browser: skipped where there is none, as `npm test` says. */
export const describeInBrowser = 'path' in findChromium() ? describe : describe.skip;

export interface View {
  width?: number;
  colorScheme?: 'light' | 'dark';
}

export interface InBrowser {
  /** A page of a fresh profile. What it logs as an error fails the test that asks for `errors`. */
  open(address: string, view?: View): Promise<Page>;
  /** What browsers complained of so far: scripts that failed, what a policy kept out. */
  errors: string[];
}

/** A browser for the tests of a file. It has its members from the first test on. */
export function useBrowser(): InBrowser {
  const contexts: BrowserContext[] = [];
  const errors: string[] = [];
  let browser: Browser | undefined;
  beforeAll(async () => {
    const found = findChromium();
    if ('path' in found) browser = await chromium.launch({ executablePath: found.path, args: ARGUMENTS });
    await mkdir(OUTPUT, { recursive: true });
  });
  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await browser?.close();
  });
  return {
    errors,
    async open(address, { width = 1280, colorScheme = 'light' } = {}) {
      if (!browser) throw new Error('There is no browser.');
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme,
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      contexts.push(context);
      const page = await context.newPage();
      // Other suites have the machine, too; the list reads itself anew every ten seconds.
      page.setDefaultTimeout(30_000);
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      await page.goto(address);
      return page;
    },
  };
}

/** Leaves a picture of the whole page, from its beginning: what sticks to the window stands where it belongs. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate('scrollTo(0, 0)');
  await page.screenshot({ path: join(OUTPUT, `${name}.png`), fullPage: true });
}
