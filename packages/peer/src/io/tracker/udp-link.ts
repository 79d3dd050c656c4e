import { WakeTimer } from '../wake-timer.ts';
import type { TrackerTap } from './tracker-tap.ts';
import { UdpPath, type UdpTarget } from './udp-path.ts';
import type { UdpOutcome, UdpQuestion } from './udp-question.ts';
import { UdpSession } from './udp-session.ts';

export interface UdpLinkOptions {
  /** The address that datagrams leave from. */
  readonly localAddress: string | undefined;
  /** ms, monotonic. */
  readonly now: () => number;
  /** An integer of 0 to 2^32 - 1 that nobody can guess. */
  readonly randomId: () => number;
  /** How long the first answer is waited for before the request is sent again, ms. */
  readonly firstWait?: number;
  readonly tap?: TrackerTap;
}

const GIVEN_UP = { ok: false, reason: 'given up' } as const;

/** Drives the session with one tracker on a real socket, which is there only while it is of use. */
export class UdpLink {
  readonly #target: UdpTarget;
  readonly #options: UdpLinkOptions;
  readonly #session: UdpSession;
  readonly #timer: WakeTimer;
  #path: UdpPath | undefined;
  #turn = 0;

  constructor(target: UdpTarget, options: UdpLinkOptions) {
    const { now, randomId, firstWait, tap } = options;
    this.#target = target;
    this.#options = options;
    this.#session = new UdpSession(
      {
        send: (datagram) => {
          tap?.udpSent(datagram);
          this.#openPath().send(datagram);
        },
        renew: () => this.#renewPath(),
        randomId,
      },
      firstWait,
    );
    this.#timer = new WakeTimer(now, () => this.#act(() => this.#session.wake(now())));
  }

  /** Whether forgetting it loses nothing. */
  get isForgettable(): boolean {
    return this.#session.isIdle && !this.#session.isSilent;
  }

  /** @param timeout ms */
  ask(question: UdpQuestion, timeout: number, signal: AbortSignal): Promise<UdpOutcome> {
    if (signal.aborted) return Promise.resolve(GIVEN_UP);
    return new Promise((resolve) => {
      let withdraw = (): void => {};
      const giveUp = (): void => {
        this.#act(() => withdraw());
        resolve(GIVEN_UP);
      };
      const done = (outcome: UdpOutcome): void => {
        signal.removeEventListener('abort', giveUp);
        resolve(outcome);
      };
      signal.addEventListener('abort', giveUp);
      this.#act(() => {
        withdraw = this.#session.ask(question, timeout, this.#options.now(), done);
      });
    });
  }

  /** Gives up what is under way, and closes the socket. */
  close(): void {
    this.#act(() => this.#session.failed(GIVEN_UP.reason));
  }

  /** Whatever is done with the session may change when it is to be woken, and whether it needs its socket. */
  #act(act: () => void): void {
    act();
    if (this.#session.isIdle) {
      this.#timer.close();
      this.#closePath();
    } else this.#timer.set(this.#session.nextWake());
  }

  #openPath(): UdpPath {
    const { localAddress, now, tap } = this.#options;
    this.#path ??= new UdpPath(
      this.#target,
      { localAddress, turn: this.#turn },
      {
        received: (datagram, family) => {
          tap?.udpReceived(datagram, family);
          this.#act(() => this.#session.receive(datagram, family, now()));
        },
        failed: (reason) => {
          this.#renewPath();
          this.#act(() => this.#session.failed(reason));
        },
      },
    );
    return this.#path;
  }

  #renewPath(): void {
    this.#turn++;
    this.#closePath();
  }

  #closePath(): void {
    this.#path?.close();
    this.#path = undefined;
  }
}
