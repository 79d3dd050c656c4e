import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { scenarioJsonSchema } from '../../src/scenario/scenario-json-schema.ts';
import { isDescribedBy } from '../support/json-schema.ts';

const schema = scenarioJsonSchema() as Record<string, unknown>;
const judge = (text: string) => ({ editor: isDescribedBy(schema, parse(text)), parser: parseScenario(text).ok });

const LEAST = 'peers: [{ name: seed, role: seed }, { name: leech, role: leech, count: 3 }]\n';
const group = (fields: string): string =>
  `peers: [{ name: seed, role: seed }, { name: leech, role: leech, count: 3, ${fields} }]\n`;
const entry = (fields: string): string => `${LEAST}timeline: [{ at: 1s, ${fields} }]\n`;

describe('an editor that knows the schema', () => {
  it.each([
    ...['1h30m', '0s', ' 250ms ', '1.5s'].map((time) => group(`delay: ${JSON.stringify(time)}`)),
    ...['1MiB/s', '1.5 KiB/s', 'unlimited', '512', 1, 65_536].map((rate) => group(`link: { upload: ${rate} }`)),
    ...['64MiB', '1.5GiB', '7', 1].map((size) => `${LEAST}content: { size: ${size} }`),
    ...['256KiB', 16_384, '0.5MiB'].map((length) => `${LEAST}content: { pieceLength: ${length} }`),
    ...['2/s', '0.5/min'].map((rate) => group(`arrival: { poisson: { rate: ${rate} } }`)),
    ...['last/bound <= 1.2', ' all complete', 'first completion<30s', 'seed copies = 1'].map(
      (text) => `${LEAST}expect: [${JSON.stringify(text)}]`,
    ),
    ...['down', '{ fault: "delay:5s@0.3" }', '{ fault: refuse@.5 }', '{ fault: "failure:too many: go" }'].map((state) =>
      entry(`tracker: ${state}, for: 2s`),
    ),
    ...['kill: [seed, leech-1]', 'heal: true', 'link: leech, to: { upload: 1KiB/s }, for: 1s'].map(entry),
    ...['client: aria2', 'storage: memory, slots: 2'].map(group),
    `${group('client: aria2')}network: namespaces`,
  ])('is content with what can be run: %s', (text) => {
    expect(judge(text)).toEqual({ editor: true, parser: true });
  });

  it.each(readdirSync(new URL('../../../../scenarios/', import.meta.url)))('is content with %s', (name) => {
    expect(judge(readFileSync(new URL(`../../../../scenarios/${name}`, import.meta.url), 'utf8')).editor).toBe(true);
  });

  it.each([
    ...['30', '5', '1s1h', '""', '1 s'].map((time) => group(`delay: ${time}`)),
    `${LEAST}duration: 0s`,
    ...['1MiB', '0', '"0KiB/s"', '1.5', '-1', 'fast'].map((rate) => group(`link: { upload: ${rate} }`)),
    ...['64MB', '0', '"0B"', '-1'].map((size) => `${LEAST}content: { size: ${size} }`),
    ...['8192', '16385', '1073741824'].map((length) => `${LEAST}content: { pieceLength: ${length} }`),
    ...['2', '2/h', '0/s'].map((rate) => group(`arrival: { poisson: { rate: ${JSON.stringify(rate)} } }`)),
    ...['all done', 'last/bound <= fast', 'speed > 1', 'completed == 3'].map((text) => `${LEAST}expect: ["${text}"]`),
    ...['{ fault: slow }', '{ fault: delay }', '{ fault: "refuse:1" }'].map((state) => entry(`tracker: ${state}`)),
    ...['for: 1s', 'kill: leech, stop: leech', 'kill: leech, for: 1s', 'kill: "3"', 'link: leech'].map(entry),
    ...['to: { upload: 1 }', 'link: leech, to: {}', 'pause: leech, for: 0s'].map(entry),
    ...['client: aria2, choker: all', 'client: transmission, storage: memory'].map(group),
    `${group('client: aria2')}network: loopback`,
    'peers: [{ name: leech, role: leech }]',
    'peers: [{ name: seed, role: seed }]',
    'peers: [{ name: seed-1, role: seed }, { name: leech, role: leech }]',
  ])('shows the mistake before a run does: %s', (text) => {
    expect(judge(text)).toEqual({ editor: false, parser: false });
  });
});
