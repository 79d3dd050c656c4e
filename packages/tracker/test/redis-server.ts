import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';

const { CI } = process.env;

/** Debian's redis-server is not here. Where everything has to be tested, the tests run, and fail by its name. */
export const withoutRedis: boolean = !isInstalled('redis-server') && CI === undefined;

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Loopback addresses of their own for the servers of one test file, so that a free port is free for nobody else. */
const IP = `127.83.${1 + (process.pid % 250)}.${1 + ((process.pid >> 8) % 250)}`;

/** A real Redis, in a folder of its own that goes with it. */
export class RedisServer {
  readonly ip: string = IP;
  readonly port: number;
  readonly #options: readonly string[];
  readonly #folder = mkdtempSync(join(tmpdir(), 'seedbed-redis-'));
  #child: ChildProcess | undefined;

  /** @param options as on the command line: `--requirepass`, `secret`. */
  static async start(...options: readonly string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), options);
    await server.start();
    return server;
  }

  private constructor(port: number, options: readonly string[]) {
    this.port = port;
    this.#options = options;
  }

  /** Its address for `--store`; `secret` is user and password. */
  url(database = 0, secret = ''): string {
    return `redis://${secret}${secret === '' ? '' : '@'}${this.ip}:${this.port}/${database}`;
  }

  /** Resolves when it takes connections. What it kept before is there again. */
  async start(): Promise<void> {
    const child = spawn(
      'redis-server',
      [
        ...['--bind', this.ip, '--port', String(this.port), '--dir', this.#folder, '--appendonly', 'yes'],
        ...['--save', '', '--daemonize', 'no', '--logfile', 'log', ...this.#options],
      ],
      { stdio: 'ignore' },
    );
    this.#child = child;
    const failed = once(child, 'error').then(([error]) => Promise.reject(error));
    await Promise.race([this.#untilItListens(child), failed]);
  }

  async #untilItListens(child: ChildProcess): Promise<void> {
    for (;;) {
      expect(child.exitCode, `redis-server ended: ${this.log()}`).toBeNull();
      if (await accepts(this.ip, this.port)) return;
      await pause(10);
    }
  }

  log(): string {
    try {
      return readFileSync(join(this.#folder, 'log'), 'utf8');
    } catch {
      return 'it wrote no log';
    }
  }

  /** Asks it as an operator does. */
  cli(...words: readonly string[]): string {
    return execFileSync('redis-cli', ['-h', this.ip, '-p', String(this.port), ...words], { encoding: 'utf8' });
  }

  /** Stops it; `start` may follow. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    await exit;
  }

  /** It holds its connections and says nothing, until `resume`. */
  hang(): void {
    this.#child?.kill('SIGSTOP');
  }

  resume(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Stops it for good. */
  async end(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, IP);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a server has no port');
  return address.port;
}
