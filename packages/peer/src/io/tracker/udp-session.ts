import { type AddressFamily, type DecodedUdpAnswer, decodeUdpAnswer, encodeUdpRequest } from '@seedbed/protocol';
import type { UdpOutcome, UdpQuestion } from './udp-question.ts';
import { refusal, refusesConnection } from './udp-refusal.ts';
import { noAnswerWithin } from './unanswered.ts';

/** BEP 15: wait 15 * 2^n seconds for an answer, ms, with n growing up to 8 while the tracker is silent. */
const FIRST_WAIT = 15_000;
const MAX_SILENCE = 8;

const NEVER_ANSWERED: UdpOutcome = { ok: false, reason: 'no answer, however long we wait' };

/** BEP 15: a client may use a connection id for one minute, ms. */
const CONNECTION_LIFETIME = 60_000;

/** What a session does to the world. */
export interface UdpSessionComponents {
  /** Hands over a datagram; whether it arrives nobody knows. */
  readonly send: (datagram: Uint8Array) => void;
  /** The way to the tracker seems broken: what is sent next leaves from another port, to an address that is looked up anew. */
  readonly renew: () => void;
  /** An integer of 0 to 2^32 - 1 that nobody can guess. */
  readonly randomId: () => number;
}

/** A datagram that waits for its answer: at `due`, ms, it is sent again; `silence` is the n it was sent with. */
interface Sent {
  readonly due: number;
  readonly silence: number;
}

type Connection =
  | { readonly state: 'none' }
  | (Sent & { readonly state: 'connecting'; readonly transactionId: number })
  | { readonly state: 'connected'; readonly id: Uint8Array; readonly since: number };

/** A question without an answer. It is *waiting* for a connection id, or *sent*. */
interface Pending {
  readonly question: UdpQuestion;
  /** The same for every time it is sent, so that a late answer counts too. */
  readonly transactionId: number;
  readonly askedAt: number;
  /** How long it may take, ms. */
  readonly timeout: number;
  readonly done: (outcome: UdpOutcome) => void;
  sent: Sent | undefined;
  wasSent: boolean;
}

/**
 * What we have with one tracker over UDP (BEP 15), shared by all torrents that it tracks: one connection id, and any
 * number of questions. Opens no socket and reads no clock.
 *
 * The connection is *none*, *connecting* or *connected*; after a minute connected becomes none. Questions that wait make
 * none become connecting; an answer to that connects, and all that wait are sent. A question that was sent outlives
 * its connection id.
 */
export class UdpSession {
  readonly #components: UdpSessionComponents;
  readonly #firstWait: number;
  readonly #pending = new Map<number, Pending>();
  #connection: Connection = { state: 'none' };
  /** How often in a row the tracker left us waiting, at most 8. A new question does not begin anew with short waits. */
  #silence = 0;

  /** @param firstWait ms */
  constructor(components: UdpSessionComponents, firstWait: number = FIRST_WAIT) {
    this.#components = components;
    this.#firstWait = firstWait;
  }

  /** Nothing waits for an answer, and there is no connection id that could be used again. */
  get isIdle(): boolean {
    return this.#pending.size === 0 && this.#connection.state !== 'connected';
  }

  /** Whether the tracker has left us waiting since it last answered. */
  get isSilent(): boolean {
    return this.#silence > 0;
  }

  /**
   * @param timeout ms
   * @param done called once, unless the question is withdrawn
   * @returns withdraws the question
   */
  ask(question: UdpQuestion, timeout: number, now: number, done: (outcome: UdpOutcome) => void): () => void {
    const transactionId = this.#freeId();
    const state = { sent: undefined, wasSent: false };
    this.#pending.set(transactionId, { question, transactionId, askedAt: now, timeout, done, ...state });
    this.wake(now);
    return () => {
      this.#pending.delete(transactionId);
      this.#stopVainConnect();
    };
  }

  /** When to wake it, ms; Infinity for never. */
  nextWake(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { askedAt, timeout, sent } of this.#pending.values()) {
      next = Math.min(next, askedAt + timeout, sent?.due ?? next);
    }
    const connection = this.#connection;
    if (connection.state === 'connecting') next = Math.min(next, connection.due);
    if (connection.state === 'connected') next = Math.min(next, connection.since + CONNECTION_LIFETIME);
    return next;
  }

  wake(now: number): void {
    if (this.#connection.state === 'connected' && now >= this.#connection.since + CONNECTION_LIFETIME) {
      this.#connection = { state: 'none' };
    }
    this.#countSilence(now);
    this.#giveUpLate(now);
    this.#stopVainConnect();
    this.#sendWaiting(now);
  }

  /** A datagram of the tracker's address. Those that answer nothing we asked are passed over. */
  receive(datagram: Uint8Array, family: AddressFamily, now: number): void {
    const decoded = decodeUdpAnswer(datagram, family);
    const transactionId = decoded.ok ? decoded.answer.transactionId : decoded.transactionId;
    if (transactionId === undefined) return;
    const pending = this.#pending.get(transactionId);
    if (this.#connection.state === 'connecting' && this.#connection.transactionId === transactionId) {
      this.#silence = 0;
      this.#connectAnswered(decoded, now);
    } else if (pending?.wasSent) {
      this.#silence = 0;
      this.#answered(pending, decoded, now);
    }
    this.wake(now);
  }

  /** The socket can't be used: nothing that is under way will be answered. */
  failed(reason: string): void {
    this.#connection = { state: 'none' };
    for (const pending of [...this.#pending.values()]) this.#settle(pending, { ok: false, reason });
  }

  #connectAnswered(decoded: DecodedUdpAnswer, now: number): void {
    if (decoded.ok && decoded.answer.type === 'connect') {
      this.#connection = { state: 'connected', id: decoded.answer.connectionId, since: now };
      return;
    }
    this.#connection = { state: 'none' };
    const outcome = refusal('connect', decoded);
    for (const pending of this.#waiting()) this.#settle(pending, outcome);
  }

  #answered(pending: Pending, decoded: DecodedUdpAnswer, now: number): void {
    const { question, askedAt } = pending;
    if (decoded.ok && decoded.answer.type !== 'connect' && decoded.answer.type === question.type) {
      return this.#settle(pending, { ok: true, answer: decoded.answer });
    }
    // A tracker that was started anew knows none of the ids it gave out: after one from before the question it is asked
    // once more, with a new one.
    const connection = this.#connection;
    const isOldId = connection.state !== 'connected' || connection.since < askedAt;
    if (isOldId && refusesConnection(decoded)) {
      pending.sent = undefined;
      if (connection.state === 'connected') this.#connection = { state: 'none' };
      return this.wake(now);
    }
    this.#settle(pending, refusal(question.type, decoded));
  }

  /** What has waited long enough is to be sent again; after the longest wait it is given up. */
  #countSilence(now: number): void {
    for (const pending of [...this.#pending.values()]) {
      if (pending.sent === undefined || now < pending.sent.due) continue;
      const { silence } = pending.sent;
      pending.sent = undefined;
      if (this.#isGivenUpAfter(silence)) this.#settle(pending, NEVER_ANSWERED);
    }
    const connection = this.#connection;
    if (connection.state !== 'connecting' || now < connection.due) return;
    this.#connection = { state: 'none' };
    this.#components.renew();
    if (!this.#isGivenUpAfter(connection.silence)) return;
    for (const pending of this.#waiting()) this.#settle(pending, NEVER_ANSWERED);
  }

  /** What has not been answered in time. The connection id may be why, so it is not used again. */
  #giveUpLate(now: number): void {
    for (const pending of [...this.#pending.values()]) {
      if (now < pending.askedAt + pending.timeout) continue;
      this.#settle(pending, { ok: false, reason: noAnswerWithin(pending.timeout) });
      if (!pending.wasSent || this.#connection.state !== 'connected') continue;
      this.#connection = { state: 'none' };
      this.#components.renew();
    }
  }

  /** Who asks next does not wait for the answer to a connect that nobody needs any more. */
  #stopVainConnect(): void {
    if (this.#connection.state === 'connecting' && this.#pending.size === 0) this.#connection = { state: 'none' };
  }

  #isGivenUpAfter(silence: number): boolean {
    this.#silence = Math.min(MAX_SILENCE, Math.max(this.#silence, silence + 1));
    return silence >= MAX_SILENCE;
  }

  #sendWaiting(now: number): void {
    const waiting = this.#waiting();
    if (waiting.length === 0) return;
    const connection = this.#connection;
    const sent: Sent = { due: now + this.#firstWait * 2 ** this.#silence, silence: this.#silence };
    if (connection.state === 'none') {
      const transactionId = this.#freeId();
      this.#connection = { state: 'connecting', transactionId, ...sent };
      this.#components.send(encodeUdpRequest({ type: 'connect', transactionId }));
    } else if (connection.state === 'connected') {
      for (const pending of waiting) {
        const { question, transactionId } = pending;
        pending.sent = sent;
        pending.wasSent = true;
        this.#components.send(encodeUdpRequest({ ...question, connectionId: connection.id, transactionId }));
      }
    }
  }

  #waiting(): Pending[] {
    return [...this.#pending.values()].filter(({ sent }) => sent === undefined);
  }

  #settle(pending: Pending, outcome: UdpOutcome): void {
    this.#pending.delete(pending.transactionId);
    pending.done(outcome);
  }

  #freeId(): number {
    for (;;) {
      const id = this.#components.randomId();
      const isConnecting = this.#connection.state === 'connecting' && this.#connection.transactionId === id;
      if (!isConnecting && !this.#pending.has(id)) return id;
    }
  }
}
