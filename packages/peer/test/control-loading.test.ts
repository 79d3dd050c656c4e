import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { HostMessage } from '@seedbed/peer/process';
import { afterEach, expect, it } from 'vitest';
import { someBytes, torrentFile } from './support/content.ts';
import { ask } from './support/control.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const PROGRAM = createRequire(import.meta.url).resolve('@seedbed/peer/process');

/** Tells on standard error which packages a program looks for. */
const HOOKS = `data:text/javascript,${encodeURIComponent(`
  export async function resolve(specifier, context, next) {
    if (/^[a-z]/.test(specifier) && !specifier.includes(':')) process._rawDebug('loads ' + specifier);
    return next(specifier, context);
  }`)}`;
const REGISTER = `data:text/javascript,${encodeURIComponent(`
  import { register } from 'node:module';
  register(${JSON.stringify(HOOKS)});`)}`;

let child: ChildProcess | undefined;

afterEach(async () => {
  if (child === undefined || child.exitCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
});

it('a control address that is only asked for health loads neither Express nor prom-client nor zod', async () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'film.torrent'), torrentFile('film', someBytes(1000), 16_384));
  const config = {
    torrent: join(dir, 'film.torrent'),
    dir,
    name: 'peer',
    listen: '127.84.95.1:0',
    control: '127.84.95.1:0',
  };
  child = fork(PROGRAM, [JSON.stringify({ name: 'host', peers: [config] })], {
    execArgv: ['--import', REGISTER],
    stdio: ['ignore', 'ignore', 'pipe', 'ignore', 'ipc'],
  });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const messages: HostMessage[] = [];
  child.on('message', (message) => messages.push(message as HostMessage));
  await until(() => messages.some(({ type }) => type === 'ready') || stderr);
  const ready = messages.find((message) => message.type === 'ready');
  const base = ready?.control ?? '';
  for (const path of ['/healthz', '/healthz?complete']) await ask(base, 'GET', path);
  expect(stderr).toContain('loads bencode');
  expect(stderr).not.toMatch(/loads (express|prom-client|zod)/);
  expect((await ask(base, 'GET', '/metrics')).status).toBe(200);
  for (const name of ['express', 'prom-client', 'zod']) expect(stderr).toContain(`loads ${name}`);
});
