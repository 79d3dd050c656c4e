import { encodeUdpAnswer, parseUdpRequest, type UdpAnswer, type UdpRequest } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import type { UdpOutcome, UdpQuestion } from '../src/io/tracker/udp-question.ts';
import { UdpSession } from '../src/io/tracker/udp-session.ts';

const ANNOUNCE: UdpQuestion = {
  type: 'announce',
  announce: {
    infoHash: new Uint8Array(20).fill(1),
    peerId: new Uint8Array(20).fill(2),
    port: 6881,
    uploaded: 0,
    downloaded: 0,
    left: 5,
    compact: true,
    noPeerId: true,
  },
  urlData: '/announce',
};
const SCRAPE: UdpQuestion = { type: 'scrape', infoHashes: [new Uint8Array(20).fill(1)] };
const PATIENT = Number.POSITIVE_INFINITY;

/** A session in virtual time, in seconds. What it sends lies here until the test answers. */
class Bench {
  now = 0;
  readonly log: string[] = [];
  readonly sent: UdpRequest[] = [];
  readonly outcomes: UdpOutcome[] = [];
  renewals = 0;
  #lastId = 0;
  readonly session = new UdpSession({
    send: (datagram) => {
      const parsed = parseUdpRequest(datagram);
      if (!parsed.ok) throw new Error(parsed.failure);
      this.sent.push(parsed.request);
      this.log.push(`${this.now}: ${parsed.request.type}`);
    },
    renew: () => {
      this.renewals++;
    },
    randomId: () => this.randomId(),
  });
  randomId: () => number = () => ++this.#lastId;

  ask(question: UdpQuestion = ANNOUNCE, timeout = PATIENT): () => void {
    return this.session.ask(question, timeout * 1_000, this.now * 1_000, (outcome) => this.outcomes.push(outcome));
  }

  /** Lets time pass, waking the session whenever it asks for it. */
  until(second: number): void {
    for (let next = this.session.nextWake(); next <= second * 1_000; next = this.session.nextWake()) {
      if (next < this.now * 1_000) throw new Error(`it wants to be woken in the past, at ${next} ms`);
      this.now = next / 1_000;
      this.session.wake(next);
      if (this.session.nextWake() <= next) throw new Error(`woken at ${next} ms it did not act`);
    }
    this.now = second;
  }

  receive(answer: UdpAnswer): void {
    this.session.receive(encodeUdpAnswer(answer, 4), 4, this.now * 1_000);
  }

  /** Answers the datagram that was sent last. */
  answerLast(): void {
    const request = this.#last();
    const { transactionId } = request;
    if (request.type === 'connect') this.receive({ type: 'connect', transactionId, connectionId: this.connectionId });
    else if (request.type === 'announce') this.receive({ type: 'announce', transactionId, answer: BENCH_ANSWER });
    else this.receive({ type: 'scrape', transactionId, torrents: [{ complete: 1, downloaded: 2, incomplete: 3 }] });
  }

  refuseLast(message: string): void {
    this.receive({ type: 'error', transactionId: this.#last().transactionId, message });
  }

  /** What the tracker gives out: the second in which it does. */
  get connectionId(): Uint8Array {
    return new Uint8Array(8).fill(this.now);
  }

  #last(): UdpRequest {
    const request = this.sent.at(-1);
    if (request === undefined) throw new Error('nothing was sent');
    return request;
  }
}

const BENCH_ANSWER = { interval: 1800, incomplete: 2, complete: 1, peers: [{ ip: '127.0.0.9', port: 7000 }] };
const ANSWERED = { ok: true, answer: { type: 'announce', answer: BENCH_ANSWER } };

describe('the examples of BEP 15', () => {
  it('a normal announce', () => {
    const bench = new Bench();
    bench.ask();
    bench.until(1);
    bench.answerLast();
    bench.until(2);
    bench.answerLast();
    expect(bench.log).toEqual(['0: connect', '1: announce']);
    expect(bench.outcomes).toMatchObject([ANSWERED]);
    expect(bench.sent[1]).toMatchObject({ ...ANNOUNCE, connectionId: new Uint8Array(8).fill(1) });
  });

  it('connect times out', () => {
    const bench = new Bench();
    bench.ask();
    bench.until(106);
    expect(bench.log).toEqual(['0: connect', '15: connect', '45: connect', '105: connect']);
  });

  it('announce times out, and its connection id expires meanwhile', () => {
    const bench = new Bench();
    bench.until(1);
    bench.ask(SCRAPE);
    bench.answerLast();
    bench.answerLast();
    bench.until(2);
    bench.ask();
    bench.until(300);
    expect(bench.log.slice(2)).toEqual(['2: announce', '17: announce', '47: announce', '107: connect', '227: connect']);
  });

  it('several requests share a connection id for a minute', () => {
    const bench = new Bench();
    bench.ask();
    bench.until(1);
    bench.answerLast();
    for (const [question, second] of [
      [ANNOUNCE, 4],
      [SCRAPE, 60],
      [ANNOUNCE, 61],
    ] as const) {
      bench.answerLast();
      bench.until(second);
      bench.ask(question);
    }
    expect(bench.log).toEqual(['0: connect', '1: announce', '4: announce', '60: scrape', '61: connect']);
    bench.ask(SCRAPE);
    bench.ask(SCRAPE);
    bench.until(62);
    bench.answerLast();
    expect(bench.log.slice(5)).toEqual(['62: announce', '62: scrape', '62: scrape']);
    expect(bench.sent.slice(5).map((request) => request.type !== 'connect' && request.connectionId[0])).toEqual([
      62, 62, 62,
    ]);
  });
});

describe('silence', () => {
  it('doubles the wait up to 3,840 s, and is the end after that', () => {
    const bench = new Bench();
    bench.ask();
    bench.until(20_000);
    expect(bench.log.map((line) => Number.parseInt(line, 10))).toEqual([0, 15, 45, 105, 225, 465, 945, 1905, 3825]);
    expect(bench.outcomes).toEqual([{ ok: false, reason: 'no answer, however long we wait' }]);
    expect(bench.session.nextWake()).toBe(PATIENT);
    expect(bench.session.isIdle).toBe(true);
  });

  it('is counted once, however many requests it leaves waiting', () => {
    const bench = new Bench();
    bench.ask();
    bench.answerLast();
    for (let i = 0; i < 9; i++) bench.ask();
    bench.until(50);
    const seconds = bench.log.slice(1).map((line) => Number.parseInt(line, 10));
    expect(seconds).toEqual([0, 15, 45].flatMap((second) => new Array(10).fill(second)));
  });

  it('goes on with the next announce, which is sent at once but not repeated soon', () => {
    const bench = new Bench();
    for (const second of [0, 62, 130]) {
      bench.until(second);
      bench.ask(ANNOUNCE, 60);
    }
    bench.until(200);
    expect(bench.log).toEqual(['0: connect', '15: connect', '45: connect', '62: connect', '130: connect']);
    expect(bench.session.isSilent).toBe(true);
    expect(bench.outcomes).toEqual(new Array(3).fill({ ok: false, reason: 'no answer within 60 s' }));
  });

  it('ends with any answer', () => {
    const bench = new Bench();
    bench.ask();
    bench.until(50);
    bench.answerLast();
    expect(bench.session.isSilent).toBe(false);
    bench.until(66);
    expect(bench.log.slice(3)).toEqual(['50: announce', '65: announce']);
  });

  it('of a connect is a reason to look the address up anew, and to leave from another port', () => {
    const bench = new Bench();
    bench.ask();
    bench.until(44);
    expect(bench.renewals).toBe(1);
    bench.until(45);
    expect(bench.renewals).toBe(2);
    bench.answerLast();
    bench.until(90);
    expect(bench.log.slice(3)).toEqual(['45: announce', '60: announce', '90: announce']);
    expect(bench.renewals).toBe(2);
  });
});

describe('a deadline', () => {
  it('of 3 s, as for `stopped`, leaves no time to repeat anything', () => {
    const bench = new Bench();
    bench.ask(ANNOUNCE, 3);
    bench.until(2.5);
    bench.answerLast();
    bench.until(100);
    expect(bench.log).toEqual(['0: connect', '2.5: announce']);
    expect(bench.outcomes).toEqual([{ ok: false, reason: 'no answer within 3 s' }]);
  });

  it('takes the connection id with it: the tracker may not know it any more', () => {
    const bench = new Bench();
    bench.ask(ANNOUNCE, 10);
    bench.answerLast();
    bench.until(10);
    expect(bench.outcomes).toHaveLength(1);
    expect(bench.renewals).toBe(1);
    bench.ask();
    expect(bench.log.at(-1)).toBe('10: connect');
  });

  it('is met by a late answer to the first of several sendings', () => {
    const bench = new Bench();
    bench.ask();
    bench.answerLast();
    bench.until(59);
    bench.answerLast();
    expect(bench.log).toEqual(['0: connect', '0: announce', '15: announce', '45: announce']);
    expect(new Set(bench.sent.slice(1).map(({ transactionId }) => transactionId)).size).toBe(1);
    expect(bench.outcomes).toMatchObject([ANSWERED]);
  });

  it('that is over for one request leaves the others alone', () => {
    const bench = new Bench();
    bench.ask(ANNOUNCE, 5);
    bench.ask(ANNOUNCE, 100);
    bench.until(15);
    expect(bench.log).toEqual(['0: connect', '15: connect']);
    bench.answerLast();
    bench.answerLast();
    expect(bench.outcomes).toMatchObject([{ ok: false }, ANSWERED]);
  });
});

describe('a question that is withdrawn', () => {
  it('is not answered, and leaves nothing that waits', () => {
    const bench = new Bench();
    const withdraw = bench.ask();
    withdraw();
    expect(bench.session.nextWake()).toBe(PATIENT);
    bench.answerLast();
    bench.until(100);
    expect(bench.log).toEqual(['0: connect']);
    expect(bench.outcomes).toEqual([]);
    expect(bench.session.isIdle).toBe(true);
  });

  it('does not hold up the next one, which connects at once', () => {
    const bench = new Bench();
    const withdraw = bench.ask();
    bench.until(10);
    withdraw();
    bench.ask(ANNOUNCE, 3);
    expect(bench.log).toEqual(['0: connect', '10: connect']);
  });
});

describe('an idle session', () => {
  it('keeps its connection id until it expires', () => {
    const bench = new Bench();
    bench.ask();
    bench.answerLast();
    bench.answerLast();
    expect(bench.session.isIdle).toBe(false);
    expect(bench.session.nextWake()).toBe(60_000);
    bench.until(60);
    expect(bench.session.isIdle).toBe(true);
    expect(bench.session.nextWake()).toBe(PATIENT);
  });
});

describe('an answer', () => {
  it('counts only with the transaction id of a request that was sent', () => {
    const bench = new Bench();
    bench.ask();
    for (const transactionId of [0, 1, 3, 99]) {
      bench.receive({ type: 'connect', transactionId, connectionId: bench.connectionId });
      bench.receive({ type: 'announce', transactionId, answer: BENCH_ANSWER });
      bench.receive({ type: 'error', transactionId, message: 'no' });
    }
    bench.session.receive(new Uint8Array(0), 4, 0);
    bench.session.receive(new Uint8Array(7), 4, 0);
    expect(bench.log).toEqual(['0: connect']);
    expect(bench.outcomes).toEqual([]);
    bench.answerLast();
    expect(bench.log).toEqual(['0: connect', '0: announce']);
  });

  it('counts once', () => {
    const bench = new Bench();
    bench.ask();
    bench.answerLast();
    bench.answerLast();
    bench.answerLast();
    expect(bench.outcomes).toHaveLength(1);
    expect(bench.log).toHaveLength(2);
  });

  it('has its own transaction id, even when chance repeats itself', () => {
    const bench = new Bench();
    const numbers = [7, 7, 8, 8, 7, 9];
    bench.randomId = () => numbers.shift() ?? 0;
    bench.ask();
    bench.ask();
    bench.answerLast();
    expect(bench.sent.map(({ transactionId }) => transactionId)).toEqual([8, 7, 9]);
  });

  it('of IPv6 has peers of IPv6', () => {
    const bench = new Bench();
    bench.ask();
    bench.answerLast();
    const { transactionId } = bench.sent[1] ?? { transactionId: -1 };
    const answer = { interval: 1, incomplete: 0, complete: 0, peers: [{ ip: '2001:db8::5', port: 9 }] };
    bench.session.receive(encodeUdpAnswer({ type: 'announce', transactionId, answer }, 6), 6, 0);
    expect(bench.outcomes).toMatchObject([{ ok: true, answer: { answer } }]);
  });
});

describe('a refusal', () => {
  it('of a new connection id is the answer, in the words of the tracker', () => {
    const bench = new Bench();
    bench.ask();
    bench.answerLast();
    bench.refuseLast('too many connections');
    expect(bench.outcomes).toEqual([{ ok: false, reason: 'too many connections' }]);
    expect(bench.log).toHaveLength(2);
  });

  it('of an old connection id is tried again with a new one, and once', () => {
    const bench = new Bench();
    bench.ask();
    bench.answerLast();
    bench.answerLast();
    bench.until(5);
    bench.ask();
    bench.refuseLast('connection id mismatch');
    expect(bench.log.slice(2)).toEqual(['5: announce', '5: connect']);
    bench.answerLast();
    bench.refuseLast('connection id mismatch');
    expect(bench.outcomes.slice(1)).toEqual([{ ok: false, reason: 'connection id mismatch' }]);
    expect(bench.log.slice(4)).toEqual(['5: announce']);
  });

  it('of something else than the connection id is not tried again', () => {
    const bench = new Bench();
    bench.ask();
    bench.answerLast();
    bench.answerLast();
    bench.until(5);
    bench.ask();
    bench.refuseLast('torrent not registered');
    expect(bench.outcomes.slice(1)).toEqual([{ ok: false, reason: 'torrent not registered' }]);
    expect(bench.log).toHaveLength(3);
  });

  it('of connect is one for all who wait', () => {
    const bench = new Bench();
    bench.ask();
    bench.ask(SCRAPE);
    bench.refuseLast('');
    const refusal = { ok: false, reason: 'the tracker refused and gave no reason' };
    expect(bench.outcomes).toEqual([refusal, refusal]);
    expect(bench.session.isIdle).toBe(true);
  });

  it.each([
    ['an answer of another kind', { type: 'scrape', torrents: [] }, /it is one to scrape, and announce was asked/],
    ['a connection id', { type: 'connect', connectionId: new Uint8Array(8) }, /it is one to connect, and announce was/],
  ] as const)('is %s', (_, answer, reason) => {
    const bench = new Bench();
    bench.ask();
    bench.answerLast();
    bench.receive({ ...answer, transactionId: bench.sent[1]?.transactionId ?? 0 });
    expect(bench.outcomes).toEqual([{ ok: false, reason: expect.stringMatching(reason) }]);
  });

  it('is an answer that is cut', () => {
    const bench = new Bench();
    bench.ask();
    const connect = encodeUdpAnswer({ type: 'connect', transactionId: 2, connectionId: bench.connectionId }, 4);
    bench.session.receive(connect.subarray(0, 15), 4, 0);
    const reason = 'the answer of the tracker is wrong: an answer to connect of 15 bytes, it has at least 16';
    expect(bench.outcomes).toEqual([{ ok: false, reason }]);
  });
});

describe('a socket that fails', () => {
  it('ends what is under way with its reason, and the next question connects anew', () => {
    const bench = new Bench();
    bench.ask();
    bench.answerLast();
    bench.ask(SCRAPE);
    bench.session.failed('connection refused');
    expect(bench.outcomes).toEqual(new Array(2).fill({ ok: false, reason: 'connection refused' }));
    bench.ask();
    expect(bench.log.at(-1)).toBe('0: connect');
  });
});
