import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import type { SwarmFailure } from '../../src/failure.ts';
import { Change } from '../../src/launcher/change.ts';
import { Program } from '../../src/launcher/program.ts';
import { Programs } from '../../src/launcher/programs.ts';
import { stopPrograms } from '../../src/launcher/stop-programs.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const never = new AbortController().signal;
const READY = "process.send({ type: 'ready' });";
const STAY = 'setInterval(() => {}, 1000);';
const LEAVE_WITH_LAUNCHER = "process.on('disconnect', () => process.exit());";

const started: Program[] = [];
afterEach(async () => {
  for (const program of started) program.signal('SIGKILL');
  await Promise.all(started.splice(0).map(({ gone }) => gone));
});

/** A program of one line of JavaScript. */
const moduleOf = async (source: string): Promise<URL> => {
  const file = join(await temporaryFolder(), 'program.mjs');
  await writeFile(file, `${LEAVE_WITH_LAUNCHER}\n${source}`);
  return pathToFileURL(file);
};

const start = async (source: string): Promise<{ program: Program; events: () => string }> => {
  const change = new Change();
  let ready = false;
  let events = '';
  const program = new Program({
    name: 'leech-1',
    module: await moduleOf(source),
    config: { word: 'hello' },
    onMessage: ({ type }) => {
      ready ||= type === 'ready';
      change.tell();
    },
    onEvents: (text) => {
      events += text;
    },
  });
  started.push(program);
  void program.gone.then(() => change.tell());
  await change.until(() => ready || program.obituary !== undefined, never);
  return { program, events: () => events };
};

describe('a program', () => {
  test('gets its configuration and tells its events', async () => {
    const { program, events } = await start(
      `import { writeSync } from 'node:fs'; writeSync(3, JSON.parse(process.argv[2]).word); ${READY} process.disconnect();`,
    );
    await program.gone;
    expect(events()).toBe('hello');
    expect(program.obituary).toBe('exit status 0');
  });

  test('that breaks leaves its last words', async () => {
    const { program } = await start("throw new Error('no such torrent');");
    await program.gone;
    expect(program.obituary).toBe('exit status 1: Error: no such torrent');
  });

  test('that gives up says why', async () => {
    const { program } = await start(
      "process.send({ type: 'failed', reason: 'no room left' }, () => process.exit(1)); console.error('or so');",
    );
    await program.gone;
    expect(program.obituary).toBe('no room left');
  });

  test('that can not be loaded says so', async () => {
    const { program } = await start("import 'there-is-no-such-package';");
    await program.gone;
    expect(program.obituary).toMatch(/^exit status 1: Error.*there-is-no-such-package/);
  });

  test('stands in a process group of its own, where Ctrl-C does not reach it', async () => {
    const { program } = await start(`${READY} ${STAY}`);
    const pid = program.pid ?? 0;
    // A signal to a group that does not exist is an error.
    expect(process.kill(-pid, 0)).toBe(true);
  });
});

describe('stopping', () => {
  test('asks first', async () => {
    const { program } = await start(`process.on('SIGTERM', () => process.exit(0)); ${READY} ${STAY}`);
    await stopPrograms([program], 60_000);
    expect(program.obituary).toBe('exit status 0');
  });

  test('kills what does not listen', async () => {
    const { program } = await start(`process.on('SIGTERM', () => {}); ${READY} ${STAY}`);
    await stopPrograms([program], 10);
    expect(program.obituary).toBe('killed by SIGKILL');
  });

  test('is done at once where nothing runs', async () => {
    await stopPrograms([], 60_000);
  });
});

describe('the programs of a run', () => {
  test('tell when one dies that nobody asked to leave', async () => {
    const module = await moduleOf("throw new Error('out of luck');");
    const failure = await new Promise<SwarmFailure>((resolve) => {
      new Programs(resolve).startHost({ name: 'leech-7', module, config: {}, onMessage: () => {} });
    });
    expect(failure.code).toBe('peer-failed');
    expect(failure.message).toBe('leech-7 has ended unexpectedly: exit status 1: Error: out of luck');
  });

  test('are asked to leave, and nobody calls that a death', async () => {
    const deaths: SwarmFailure[] = [];
    const programs = new Programs((death) => deaths.push(death));
    const module = await moduleOf(`process.on('SIGTERM', () => process.exit(3)); ${READY} ${STAY}`);
    await new Promise<void>((resolve) => {
      programs.startTracker({ name: 'tracker', module, config: {}, onMessage: () => resolve() });
    });
    await programs.stop();
    expect(deaths).toEqual([]);
  });

  test('come into being no more once they are stopped', async () => {
    const programs = new Programs(() => {});
    await programs.stop();
    const module = await moduleOf(READY);
    const messages: string[] = [];
    programs.startHost({ name: 'late', module, config: {}, onMessage: ({ type }) => messages.push(type) });
    await programs.stop();
    expect(messages).toEqual([]);
  });
});
