import type { Page } from 'playwright-core';

/** What the table of the swarm says of each peer: its name, what it is, and how much it has. */
export const readTable = (page: Page): Promise<readonly (readonly string[])[]> =>
  page
    .locator('.side tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].slice(0, 3).map((cell) => cell.textContent ?? '')));
