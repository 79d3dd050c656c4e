import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, expect } from 'vitest';

const { CHROMIUM: executablePath = '/usr/bin/chromium' } = process.env;

let browser: Promise<Browser> | undefined;
const opened: { readonly page: Page; readonly troubles: readonly string[] }[] = [];

afterEach(async () => {
  for (const { page, troubles } of opened.splice(0)) {
    await page.close();
    expect(troubles).toEqual([]);
  }
});

afterAll(async () => {
  await (await browser)?.close();
  browser = undefined;
});

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: 'reduce' | 'no-preference';
  /** Complaints that the test brings about itself. */
  readonly expected?: RegExp;
  /** Done in the page before its own scripts. */
  readonly first?: () => void;
}

/**
 * Opens an address in Chromium. Whatever the page complains of fails the test at its end: an error in the console, among
 * them each violation of the content security policy, an exception that nobody caught, a request that leads elsewhere.
 */
export const openPage = async (url: string, options: PageOptions = {}): Promise<Page> => {
  // Containers and CI have no user namespaces for Chromium's own sandbox; it opens nothing but our page.
  browser ??= chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const { width = 1440, height = 900, expected, first, ...context } = options;
  const page = await (await browser).newPage({ viewport: { width, height }, ...context });
  const troubles: string[] = [];
  const origin = new URL(url).origin;
  page.on('console', (message) => {
    const isTrouble = message.type() === 'error' || message.type() === 'warning';
    if (isTrouble && expected?.test(message.text()) !== true) troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin) troubles.push(request.url());
  });
  opened.push({ page, troubles });
  if (first !== undefined) await page.addInitScript(first);
  await page.goto(url);
  return page;
};
