import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, type Running, startProgram } from './harness/seedbed.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';

/** The commands in the first block of code below the heading "By hand", without the `&` that puts one in the background. */
const commandsByHand = (readme: string): string[] => {
  const [, section = ''] = readme.split(/^#+ .*by hand.*$/im);
  const [, block = ''] = /^```\w*\n([\s\S]*?)^```/m.exec(section) ?? [];
  return block
    .split('\n')
    .map((line) => line.replace(/^\$ /, '').replace(/ *&$/, '').trim())
    .filter((line) => line.startsWith('./seedbed '));
};

/** The ports that the commands name, and the first one a peer takes. */
const portsIn = (commands: readonly string[]): number[] => [
  ...new Set(commands.flatMap((command) => [...command.matchAll(/:(\d{2,5})\b/g)].map((match) => Number(match[1])))),
];

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** A folder that looks like the checkout, in which the commands may leave what they make. */
const likeTheCheckout = (): string => {
  const dir = join(temporaryFolder(), 'seedbed');
  mkdirSync(dir);
  for (const name of readdirSync(ROOT)) {
    const path = join(ROOT, name);
    if (name === 'seedbed' || statSync(path).isDirectory()) symlinkSync(path, join(dir, name));
    else copyFileSync(path, join(dir, name));
  }
  return dir;
};

const READY = / ready: /;

test("the README's commands by hand do what they say, as they are written", async ({ skip }) => {
  const commands = commandsByHand(readFileSync(join(ROOT, 'README.md'), 'utf8'));
  if (commands.length === 0) return skip('the README has no commands by hand yet');
  expect(commands).toHaveLength(3);
  for (const port of portsIn(commands)) {
    if (!(await isFree(port))) {
      console.info(`skipped: port ${port} is in use`);
      return skip(`port ${port} is in use`);
    }
  }
  const cwd = likeTheCheckout();
  const services: Running[] = [];
  for (const command of commands.slice(0, -1)) {
    const service = startProgram('/bin/sh', ['-c', `exec ${command}`], { cwd });
    services.push(service);
    await service.says(READY);
  }
  const last = await startProgram('/bin/sh', ['-c', `exec ${commands.at(-1)}`], { cwd }).ends();
  expect([last.status, last.stderr.includes('seedbed:')]).toEqual([0, false]);
  const [, copy = ''] = /^verified ([^:]+): /m.exec(last.stdout) ?? [];
  expect(existsSync(join(cwd, copy))).toBe(true);
  for (const service of services) {
    service.signal('SIGINT');
    expect(await service.ends()).toMatchObject({ status: 0 });
  }
});
