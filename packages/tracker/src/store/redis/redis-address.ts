/** Where a Redis is, and who asks. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly username?: string;
  readonly password?: string;
}

/** An address, or what is wrong with the text; the password is in no message. */
export type ParsedRedisAddress =
  | { readonly ok: true; readonly address: RedisAddress }
  | { readonly ok: false; readonly problem: string };

const SHAPE = 'it looks like redis://HOST:PORT/DB or redis://USER:PASSWORD@HOST:PORT/DB';

/** Reads `redis://[[USER]:PASSWORD@]HOST[:PORT][/DB]`; port 6379 and database 0 unless told otherwise. */
export function parseRedisAddress(text: string): ParsedRedisAddress {
  const wrong = (what: string): ParsedRedisAddress => ({ ok: false, problem: `${what}; ${SHAPE}` });
  if (!text.startsWith('redis://'))
    return wrong(`a store is memory or the address of a Redis, not '${schemeOf(text)}'`);
  if (!URL.canParse(text)) return wrong('the address of the Redis store can not be read');
  const url = new URL(text);
  if (url.hostname === '') return wrong('the address of the Redis store names no host');
  const database = /^\/?(\d{0,5})$/.exec(url.pathname)?.[1];
  if (database === undefined || url.search !== '' || url.hash !== '')
    return wrong(`the database of the Redis store is a number, not '${url.pathname.slice(1)}${url.search}${url.hash}'`);
  const [username, password] = [decode(url.username), decode(url.password)];
  if (username === undefined || password === undefined)
    return wrong('the user or the password of the Redis store is wrongly percent-encoded');
  return {
    ok: true,
    address: {
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port === '' ? 6379 : Number(url.port),
      database: Number(database),
      ...(username !== '' && { username }),
      ...(password !== '' && { password }),
    },
  };
}

/** The address as it may stand in a log: without user and password. */
export function showRedisAddress({ host, port, database }: RedisAddress): string {
  return `redis://${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
}

/** What stands before the first colon, which may be all that is safe to show. */
function schemeOf(text: string): string {
  const end = text.search(/[:@/]/);
  return end === -1 ? text : text.slice(0, end + 1);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
