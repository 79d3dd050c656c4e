/** The state of one of its torrents. */
export interface TransmissionTorrent {
  readonly isSeeding: boolean;
  /** Whether it is paused, and waits for no tracker's answer. An announce that is due counts for nothing here. */
  readonly isQuiet: boolean;
  /** When the last announce to any of its trackers began; 0 before the first. Unix time in whole s. */
  readonly lastAnnounce: number;
  /** For people. */
  readonly text: string;
}

/** Its numbers for what a torrent is doing; 6 is seeding. */
const SEEDING = 6;
const STOPPED = 0;
/** Its number for a tracker that it waits for an answer of. */
const ANNOUNCING = 3;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const ACTIVITIES = ['stopped', 'waits to check', 'checks', 'waits to download', 'downloads', 'waits to seed', 'seeds'];

const toTorrent = (value: unknown): TransmissionTorrent => {
  if (!isRecord(value)) throw new Error('Transmission describes a torrent by something else than an object');
  const { status, percentDone, errorString, peersConnected, trackerStats } = value;
  const trackers = Array.isArray(trackerStats) ? trackerStats.filter(isRecord) : [];
  const activity = ACTIVITIES[Number(status)] ?? `does ${status}`;
  const trouble = errorString === '' ? '' : `, and says: ${errorString}`;
  return {
    isSeeding: status === SEEDING,
    isQuiet: status === STOPPED && trackers.every(({ announceState }) => announceState !== ANNOUNCING),
    lastAnnounce: Math.max(0, ...trackers.map(({ lastAnnounceStartTime }) => Number(lastAnnounceStartTime))),
    text: `it ${activity}, has ${Math.floor(Number(percentDone) * 100)} % and ${peersConnected} peers${trouble}`,
  };
};

/** Speaks with a Transmission daemon over HTTP. */
export class TransmissionRpc {
  readonly #url: string;
  /** Its guard against pages of others: a request is refused until it carries what the refusal of the first one told. */
  #session = '';

  constructor(url: string) {
    this.#url = url;
  }

  /** Why it does not answer; `undefined` when it does. */
  async unreachable(): Promise<string | undefined> {
    try {
      await this.call('session-get', {});
      return undefined;
    } catch (error) {
      return `Transmission does not answer at ${this.#url}: ${error}`;
    }
  }

  async torrents(): Promise<readonly TransmissionTorrent[]> {
    const answer = await this.call('torrent-get', {
      fields: ['status', 'percentDone', 'errorString', 'peersConnected', 'trackerStats'],
    });
    const { torrents }: Readonly<Record<string, unknown>> = isRecord(answer) ? answer : {};
    return Array.isArray(torrents) ? torrents.map(toTorrent) : [];
  }

  async call(method: string, parameters: Readonly<Record<string, unknown>>): Promise<unknown> {
    let response = await this.#post(method, parameters);
    if (response.status === 409) {
      this.#session = response.headers.get('x-transmission-session-id') ?? '';
      response = await this.#post(method, parameters);
    }
    if (!response.ok) throw new Error(`${method}: ${response.status} ${response.statusText}`);
    const answer: unknown = await response.json();
    const { result, arguments: values }: Readonly<Record<string, unknown>> = isRecord(answer) ? answer : {};
    if (result !== 'success') throw new Error(`${method}: ${JSON.stringify(answer)}`);
    return values;
  }

  #post(method: string, parameters: Readonly<Record<string, unknown>>): Promise<Response> {
    return fetch(this.#url, {
      method: 'POST',
      headers: { 'x-transmission-session-id': this.#session },
      body: JSON.stringify({ method, arguments: parameters }),
      signal: AbortSignal.timeout(5_000),
    });
  }
}
