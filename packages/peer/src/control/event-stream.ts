import type { ServerResponse } from 'node:http';
import { EventBacklog, type EventLevel, type SwarmEvent } from '@seedbed/events';
import type { EventReader } from '../event-hub.ts';

/** Events are gathered for this long, ms, before they are written together. */
const GATHER_TIME = 20;
/** Characters that wait at most for a client that is too slow. */
const MAX_WAITING = 1024 * 1024;
/** Something is sent this often, ms, so that neither side takes the other for gone; proxies cut after 30 s or more. */
const HEARTBEAT_INTERVAL = 15_000;

/** Daemons have several torrents, so an event says which one it is about; the loss of events is about no single one. */
type TorrentEvent = SwarmEvent & { readonly infoHash?: string };

/** What happens in the daemon as server-sent events, each with one JSON object. A client that is too slow loses some, and is told how many. */
export class EventStream implements EventReader {
  readonly level: EventLevel;
  readonly #response: ServerResponse;
  readonly #torrent: string | undefined;
  readonly #onLost: () => void;
  readonly #backlog = new EventBacklog<TorrentEvent>(MAX_WAITING, (event) => `data: ${JSON.stringify(event)}\n\n`);
  readonly #heartbeat: NodeJS.Timeout;
  #timer: NodeJS.Timeout | undefined;
  #isBlocked = false;

  /** @param torrent the only one to tell about; @param onLost told of each event that is lost */
  constructor(response: ServerResponse, level: EventLevel, torrent: string | undefined, onLost: () => void) {
    this.level = level;
    this.#response = response;
    this.#torrent = torrent;
    this.#onLost = onLost;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    this.#write(': events\n\n');
    // What a client that is gone does not take.
    response.on('error', () => {});
    response.on('drain', () => {
      this.#isBlocked = false;
      this.#flush();
    });
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_INTERVAL).unref();
  }

  emit(event: SwarmEvent, infoHash: string): void {
    if (this.#torrent !== undefined && this.#torrent !== infoHash) return;
    if (!this.#backlog.push({ ...event, infoHash })) this.#onLost();
    this.#timer ??= setTimeout(() => this.#flush(), GATHER_TIME).unref();
  }

  /** The client is gone. */
  close(): void {
    clearInterval(this.#heartbeat);
    clearTimeout(this.#timer);
    this.#backlog.clear();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isBlocked || this.#backlog.length === 0) return;
    this.#write(this.#backlog.take());
  }

  #beat(): void {
    if (!this.#isBlocked) this.#write(': still here\n\n');
  }

  #write(text: string): void {
    this.#isBlocked = !this.#response.write(text);
  }
}
