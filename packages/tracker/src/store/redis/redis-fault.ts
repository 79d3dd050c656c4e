/** What is wrong with a Redis, in words that hold no secret: errors of the client carry the commands, and so the password. */
export class RedisFault extends Error {
  override readonly name = 'RedisFault';
  /** Whether it may be over without anybody doing something about the settings. */
  readonly passes: boolean;

  constructor(message: string, passes: boolean) {
    super(message);
    this.passes = passes;
  }
}

/** Faults of the network by their codes. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it closed the connection',
  EPIPE: 'it closed the connection',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name is not known at the moment',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
  ETIMEDOUT: 'it does not answer',
};

/** What a Redis, or the client, says, by how it begins or what is in it. */
const REPLIES: readonly (readonly [says: RegExp, message: string, passes: boolean])[] = [
  [/^(WRONGPASS|ERR invalid password|ERR AUTH)/, 'it refuses the password', false],
  [/^NOAUTH/, 'it wants a password', false],
  [/^NOPERM/, 'the user may not do there what a tracker does', false],
  [/DB index is out of range|invalid DB index/, 'it has no database of that number', false],
  [/^(Protocol error|Unknown RESP type)/, 'what answers there is no Redis', false],
  [/Unknown Redis command|unknown command/i, 'it is older than 6.2, or has commands turned off', false],
  [/^(LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)/, 'it is not ready', true],
  [/^READONLY/, 'it is a replica that takes no changes', true],
  [/^OOM/, 'its memory is full', true],
  [/^MISCONF/, 'it takes no changes because it can not save', true],
  [/timed out|ETIMEDOUT/i, 'it does not answer', true],
  [/Connection is closed|closed the connection|isn't writeable/, 'it closed the connection', true],
];

/** An error of the client, or one of these already, in our words. */
export function explainRedisFault(error: unknown): RedisFault {
  if (error instanceof RedisFault) return error;
  if (!(error instanceof Error)) return new RedisFault('it failed in an unknown way', true);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const unreachable = UNREACHABLE[code];
  if (unreachable !== undefined) return new RedisFault(unreachable, true);
  const reply = REPLIES.find(([says]) => says.test(error.message));
  if (reply !== undefined) return new RedisFault(reply[1], reply[2]);
  // Its first word is a name like ERR or ECONNABORTED; what follows may repeat what was sent.
  return new RedisFault(`it failed with ${code || /^\w*/.exec(error.message)?.[0] || error.name}`, true);
}
