import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEvent } from '@seedbed/events';
import { parseMetainfo } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { sha1 } from './support/content.ts';
import { ask, type ControlClient, controlled, type Reply } from './support/control.ts';
import { until } from './support/until.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs/control-api.md'), 'utf8');
const CONTROL = 'http://127.0.0.1:9000';
const SEED = '127.0.0.2:6881';

interface Example {
  readonly command: string;
  /** What the page says comes back. */
  readonly answer: string;
  readonly language: string;
}

/** Each request to the control address, with the answer that follows it. */
const EXAMPLES: readonly Example[] = [
  ...PAGE.matchAll(/```sh\n(curl [^\n]*)\n```\n\n```(json|text)\n([\s\S]*?)\n```/g),
].map(([, command = '', language = '', answer = '']) => ({ command, language, answer }));

/** The words of a command line, without their quotes. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, single, double, bare]) => single ?? double ?? bare ?? '');

/** Sends what a `curl` command would send. */
const run = (command: string, base: string): Promise<Reply> => {
  const [, ...words] = wordsOf(command);
  let method: string | undefined;
  let url = '';
  let body: Uint8Array | string | undefined;
  const headers: Record<string, string> = {};
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-X') method = words.shift();
    else if (word === '-d') body = words.shift();
    else if (word === '--data-binary') body = readFileSync(join(ROOT, words.shift()?.replace(/^@/, '') ?? ''));
    else if (word === '-H') {
      const [name = '', value = ''] = words.shift()?.split(': ') ?? [];
      headers[name] = value;
    } else url = word;
  }
  return ask(base, method ?? (body === undefined ? 'GET' : 'POST'), url.replace(CONTROL, ''), {
    headers,
    ...(body !== undefined && { body }),
  });
};

/** A value with every text, number and flag replaced by what it is: what is left is its shape. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
};

/** A daemon, and a seed of the picture of which it gets a little and then nothing more. */
const daemons = async (): Promise<{ control: ControlClient; seed: string }> => {
  const seed = await controlled('127.84.97.1', { torrentLimits: { upload: 1 } });
  const picture = parseMetainfo(readFileSync(join(ROOT, 'docs/a-swarm.svg.torrent')), sha1);
  await seed.daemon.add(picture, { dir: join(ROOT, 'docs'), readOnly: true, shared: true });
  const { ip, port } = seed.daemon.listen;
  return { control: await controlled('127.84.97.2'), seed: `${ip}:${port}` };
};

describe('docs/control-api.md', () => {
  it('holds an example of every route it lists', () => {
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(13);
    const [, table = ''] = /\n\| request \|[^\n]*\n\|---\|---\|\n([\s\S]*?)\n\n/.exec(PAGE) ?? [];
    const routes = [...table.matchAll(/`(?:GET|POST|DELETE) (\/[^`]*)`/g)].map(([, route = '']) => route);
    expect(routes.length).toBeGreaterThanOrEqual(11);
    for (const route of routes) {
      const pattern = new RegExp(`${CONTROL}${route.replace('HASH', '[0-9a-f]{40}')}(?:[?']|$)`);
      expect(
        EXAMPLES.some(({ command }) => wordsOf(command).some((word) => pattern.test(word))),
        route,
      ).toBe(true);
    }
  });

  it('says what comes back', async () => {
    const { control, seed } = await daemons();
    for (const { command, language, answer } of EXAMPLES.filter(({ command }) => !command.includes(' -N '))) {
      const { status, text } = await run(command.replace(SEED, seed), control.base);
      if (language === 'text') {
        const names = answer.split('\n').map((line) => line.split(/[ {]/)[0]);
        for (const name of names) expect(text.includes(`# TYPE ${name} `), name).toBe(true);
        continue;
      }
      const documented: unknown = JSON.parse(answer);
      expect(shapeOf(JSON.parse(text)), command).toEqual(shapeOf(documented));
      expect(status >= 400, command).toBe(answer.startsWith('{"error"'));
      if (status >= 400) expect(JSON.parse(text)).toEqual(documented);
      // What follows shows a torrent that is under way.
      if (status !== 201) continue;
      await until(() => {
        const [torrent] = control.daemon.torrents;
        return (torrent?.startedPieces().length ?? 0) > 0 || 'nothing is under way';
      });
    }
  });

  it('shows events as they are', () => {
    const lines = [...PAGE.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => json);
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(decodeEvent(line), line).toBeDefined();
    for (const line of lines.slice(0, 2)) expect(line).toContain('"infoHash":"d03f2ce4');
  });

  it('names every code there is', async () => {
    const { CONTROL_ERRORS } = await import('@seedbed/control');
    for (const [code, status] of Object.entries(CONTROL_ERRORS)) {
      const row = PAGE.split('\n').find((line) => line.startsWith(`| ${status} |`));
      expect(row, `${status}`).toContain(`\`${code}\``);
    }
  });
});
