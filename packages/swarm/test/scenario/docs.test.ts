import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { scenarioJsonSchema } from '../../src/scenario/scenario-json-schema.ts';
import { scenarioPage } from '../../src/scenario/scenario-page.ts';

const docs = new URL('../../../../docs/', import.meta.url);
const BEGIN = '<!-- fields -->\n';

describe('what is written about scenarios (npm run docs:scenarios brings it up to date)', () => {
  test('the JSON Schema for editors is that of the parser', async () => {
    const text = `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(new URL('scenario.schema.json', docs).pathname);
  });

  test('the page has every field', async () => {
    const path = new URL('scenarios.md', docs).pathname;
    const [prose = ''] = readFileSync(path, 'utf8').split(BEGIN);
    await expect(`${prose}${BEGIN}\n${scenarioPage(scenarioJsonSchema())}`).toMatchFileSnapshot(path);
  });
});
