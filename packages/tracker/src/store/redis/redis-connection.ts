import { Redis, ReplyError } from 'ioredis';
import type { Logger } from 'pino';
import { StoreAwayError } from '../remote-peer-store.ts';
import { type RedisAddress, showRedisAddress } from './redis-address.ts';
import { explainRedisFault, type RedisFault } from './redis-fault.ts';
import { type RedisScript, redisScripts } from './redis-scripts.ts';
import type { SharedClock } from './shared-clock.ts';

/** Times in ms. */
export interface RedisTimings {
  /** How long Redis may take for a command, and for the connection. */
  readonly timeout: number;
  /** Pause between two looks at Redis, and between two attempts to reach it. */
  readonly beat: number;
}

/** A local Redis answers in far less than a millisecond; clients give up after some seconds, and shall hear why before. */
const REDIS_TIMINGS: RedisTimings = { timeout: 1_000, beat: 500 };

/** Announces that wait for Redis at the same time: at the rate that one core reaches, half a second of them. */
const MAX_WAITING = 10_000;

const NOT_YET = 'it was not reached yet';

const NO_PASSWORD_WANTED = /without any password configured|no password is set/;

/** What the connection works with. */
export interface RedisConnectionComponents {
  readonly log: Logger;
  /** Is set with each look. */
  readonly clock: SharedClock;
  readonly timings?: RedisTimings;
}

/**
 * A connection to Redis that comes back by itself. It is `ready` or away, with a reason; while it is away every command is
 * refused at once, and nothing is queued or sent twice. A look every half second notices a Redis that hangs: the
 * connection is dropped then, with all that waits on it.
 *
 * Each attempt has a client of its own: the ways in which a client of ioredis reconnects by itself have no bound on what
 * waits in it.
 */
export class RedisConnection {
  readonly #address: RedisAddress;
  readonly #log: Logger;
  readonly #clock: SharedClock;
  readonly #timings: RedisTimings;
  #client: Redis | undefined;
  #away: string | undefined = NOT_YET;
  /** Why it refuses to change anything, although it can be reached: it is full, a replica, can't save. */
  #refusal: string | undefined;
  /** What became of announces since the last look. */
  #sinceLook = { refused: false, stored: false };
  #waiting = 0;
  #isUnwantedTold = false;
  #closed = false;
  #beat: NodeJS.Timeout | undefined;

  /**
   * @returns a connection that is ready, or away if Redis was only not reached.
   * @throws RedisFault when waiting can't help: a refused password, a missing database, something that is no Redis.
   */
  static async open(address: RedisAddress, components: RedisConnectionComponents): Promise<RedisConnection> {
    const connection = new RedisConnection(address, components);
    const fault = await connection.#tryLook();
    if (fault !== undefined && !fault.passes) {
      await connection.close();
      throw fault;
    }
    connection.#went(fault);
    return connection;
  }

  private constructor(address: RedisAddress, { log, clock, timings = REDIS_TIMINGS }: RedisConnectionComponents) {
    this.#address = address;
    this.#log = log;
    this.#clock = clock;
    this.#timings = timings;
  }

  /** Why Redis can't be asked; undefined when it can. */
  get away(): string | undefined {
    return this.#away === undefined ? undefined : `the store ${showRedisAddress(this.#address)} is away: ${this.#away}`;
  }

  /** Why announces fail: it is away, or refused one and has taken none since; undefined when they don't. */
  get trouble(): string | undefined {
    if (this.away !== undefined || this.#refusal === undefined) return this.away;
    return `the store ${showRedisAddress(this.#address)} refuses announces: ${this.#refusal}`;
  }

  /**
   * Runs a script.
   *
   * @throws StoreAwayError when Redis can't be asked, or does not answer in time.
   */
  async run(script: RedisScript, key: string, args: readonly (Buffer | string | number)[]): Promise<unknown> {
    const client = this.#client;
    if (this.away !== undefined || client === undefined) throw new StoreAwayError(this.away);
    if (this.#waiting >= MAX_WAITING) throw new StoreAwayError('too many announces wait for Redis');
    this.#waiting += 1;
    try {
      const reply = await evaluate(client, script, key, args);
      // Others may only read, which a Redis does that takes no changes.
      if (script === redisScripts.announce) this.#sinceLook.stored = true;
      return reply;
    } catch (error) {
      const fault = explainRedisFault(error);
      if (error instanceof ReplyError) this.#refuse(fault);
      throw fault.passes ? new StoreAwayError(fault.message, { cause: fault }) : fault;
    } finally {
      this.#waiting -= 1;
    }
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#away = 'the tracker closes';
    clearTimeout(this.#beat);
    this.#drop();
    return Promise.resolve();
  }

  /** One look at Redis, over a new connection when there is none. */
  async #look(): Promise<void> {
    const fault = await this.#tryLook();
    if (this.#closed) this.#drop();
    else this.#went(fault);
  }

  #went(fault: RedisFault | undefined): void {
    if (fault !== undefined) this.#drop();
    this.#tell(fault);
    this.#endRefusal();
    this.#beat = setTimeout(() => void this.#look(), this.#timings.beat);
  }

  async #tryLook(): Promise<RedisFault | undefined> {
    try {
      this.#client ??= await this.#connect();
      const [seconds, microseconds] = await this.#client.time();
      this.#clock.set(Number(seconds) * 1_000 + Number(microseconds) / 1_000);
      return undefined;
    } catch (error) {
      return explainRedisFault(error);
    }
  }

  async #connect(): Promise<Redis> {
    const { host, port } = this.#address;
    const { timeout } = this.#timings;
    const client = new Redis({
      host,
      port,
      lazyConnect: true,
      protocol: 2,
      disableClientInfo: true,
      enableOfflineQueue: false,
      enableReadyCheck: false,
      retryStrategy: () => null,
      connectTimeout: timeout,
      commandTimeout: timeout,
      disconnectTimeout: timeout,
    });
    let first: unknown;
    client.on('error', (error) => {
      first ??= error;
    });
    // A connection that ends is looked at now, and not with the next beat only.
    client.on('end', () => {
      if (client === this.#client) this.#lose(explainRedisFault(first ?? new Error('it closed the connection')));
    });
    try {
      await client.connect();
      await this.#enter(client);
      await evaluate(client, redisScripts.probe, '', []);
      return client;
    } catch (error) {
      client.disconnect();
      throw first ?? error;
    }
  }

  /** Not left to the client, which writes to the console where a password is not wanted, and hides a missing database. */
  async #enter(client: Redis): Promise<void> {
    const { database, username, password } = this.#address;
    if (password !== undefined) {
      const words = username === undefined ? [password] : [username, password];
      await client.call('auth', ...words).catch((error: unknown) => this.#enterWithout(error));
    }
    if (database !== 0) await client.select(database);
  }

  /** A Redis that wants no password takes commands all the same. */
  #enterWithout(error: unknown): void {
    if (!(error instanceof Error && NO_PASSWORD_WANTED.test(error.message))) throw error;
    if (this.#isUnwantedTold) return;
    this.#isUnwantedTold = true;
    this.#log.warn(
      { store: showRedisAddress(this.#address) },
      'the store wants no password; the one in --store is not used',
    );
  }

  #lose(fault: RedisFault): void {
    this.#drop();
    if (!this.#closed) this.#tell(fault);
  }

  /** Whatever waits on the connection is refused with that. */
  #drop(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.disconnect();
  }

  #refuse(fault: RedisFault): void {
    this.#sinceLook.refused = true;
    if (this.#refusal === fault.message) return;
    this.#refusal = fault.message;
    this.#log.error({ store: showRedisAddress(this.#address), reason: fault.message }, 'the store refuses announces');
  }

  /** Only with a look: when it refuses some and takes others, that is not told with each of them. */
  #endRefusal(): void {
    const { refused, stored } = this.#sinceLook;
    this.#sinceLook = { refused: false, stored: false };
    if (this.#refusal === undefined || refused || !stored) return;
    this.#refusal = undefined;
    this.#log.warn({ store: showRedisAddress(this.#address) }, 'the store takes announces again');
  }

  /** One line when it goes, when the reason changes, and when it is back. */
  #tell(fault: RedisFault | undefined): void {
    const before = this.#away;
    this.#away = fault?.message;
    const store = showRedisAddress(this.#address);
    // Services log from here on: whoever read that it went shall read that it is back.
    if (fault === undefined && before !== undefined)
      this.#log[before === NOT_YET ? 'info' : 'warn']({ store }, 'the store is there');
    else if (fault !== undefined && before !== fault.message)
      this.#log.error({ store, reason: fault.message }, 'the store is away; announces are refused until it is back');
  }
}

/** By its name, which is short; a Redis that was started again has to be told the whole script once. */
async function evaluate(
  client: Redis,
  { sha1, source }: RedisScript,
  key: string,
  args: readonly (Buffer | string | number)[],
): Promise<unknown> {
  try {
    return await client.callBuffer('evalsha', sha1, 1, key, ...args);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return await client.callBuffer('eval', source, 1, key, ...args);
  }
}
