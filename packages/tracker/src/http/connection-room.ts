import type { Socket } from 'node:net';

/**
 * Room for so many connections. When it is full the next one takes the place of one that waits for nothing: the oldest that was
 * never answered, else the one that was answered longest ago. So one client that opens connections and says nothing keeps
 * nobody out. Who is being answered keeps the place.
 */
export class ConnectionRoom {
  readonly #size: number;
  /** In the order in which they came. */
  readonly #unanswered = new Set<Socket>();
  /** In the order in which they were answered last. */
  readonly #idle = new Set<Socket>();
  /** How many requests of theirs are being answered. */
  readonly #busy = new Map<Socket, number>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Takes a connection in; tells whether there was a place free, made free, or none: then the new one has to go. */
  enter(socket: Socket): 'free' | 'made' | 'none' {
    let place: 'free' | 'made' = 'free';
    if (this.#unanswered.size + this.#idle.size + this.#busy.size >= this.#size) {
      const [waiting] = this.#unanswered.size > 0 ? this.#unanswered : this.#idle;
      if (waiting === undefined) return 'none';
      this.#leave(waiting);
      waiting.destroy();
      place = 'made';
    }
    this.#unanswered.add(socket);
    socket.on('close', () => this.#leave(socket));
    return place;
  }

  /** A request of it is being answered; `answered` follows, unless it closes. */
  asked(socket: Socket): void {
    const requests = this.#busy.get(socket) ?? 0;
    this.#leave(socket);
    this.#busy.set(socket, requests + 1);
  }

  answered(socket: Socket): void {
    if (socket.destroyed) return;
    const requests = this.#busy.get(socket) ?? 0;
    if (requests > 1) {
      this.#busy.set(socket, requests - 1);
      return;
    }
    this.#leave(socket);
    this.#idle.add(socket);
  }

  #leave(socket: Socket): void {
    this.#unanswered.delete(socket);
    this.#idle.delete(socket);
    this.#busy.delete(socket);
  }
}
