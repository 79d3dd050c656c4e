import { wireBytes } from '@seedbed/netem';
import { describe, expect, it } from 'vitest';
import { Outbox, type OutboxPort } from '../src/io/net/outbox.ts';
import { RateLimiter } from '../src/io/net/rate-limiter.ts';
import type { BlockMessage } from '../src/io/upload/block-message.ts';
import { blockMessage } from './support/block-message.ts';
import { countingLimiter } from './support/counting-limiter.ts';
import { until } from './support/until.ts';

/** A socket that remembers what was written, and takes it when the test says so. */
class FakePort implements OutboxPort {
  readonly written: string[] = [];
  readonly taken: (() => void)[] = [];
  isEnded = false;
  paced = false;

  write(bytes: Uint8Array, taken?: () => void): void {
    this.written.push(Buffer.from(bytes).toString());
    if (taken !== undefined) this.taken.push(taken);
  }

  isPaced(): boolean {
    return this.paced;
  }

  cork(): void {}

  uncork(): void {}

  end(): void {
    this.isEnded = true;
  }
}

/** A block of 16,384 bytes each millisecond, with the headers of its frames. */
const RATE = wireBytes(16_384) * 1_000;
/** So much may go after a rest; with its own headers it is more than that. */
const BURST = RATE / 20;

const setUp = (limiter = new RateLimiter(Number.POSITIVE_INFINITY, () => 0)) => {
  const port = new FakePort();
  const blocks: number[] = [];
  const failures: unknown[] = [];
  const outbox = new Outbox(port, limiter, {
    blockTaken: (length) => blocks.push(length),
    blockFailed: (error) => failures.push(error),
  });
  return { port, blocks, failures, outbox };
};

/** A block that is still read from the disk. */
const reading = (): { readonly block: Promise<BlockMessage>; readonly finish: (bytes: Uint8Array) => void } => {
  let finish: (bytes: Uint8Array) => void = () => {};
  const block = new Promise<BlockMessage>((resolve) => {
    finish = (bytes) => resolve(blockMessage(bytes));
  });
  return { block, finish };
};

/** Until what was handed over, or read from the disk, has been looked at: it leaves at the end of a turn. */
const turn = async (): Promise<void> => {
  for (let count = 0; count < 3; count++) await new Promise((resolve) => setImmediate(resolve));
};

describe('Outbox', () => {
  it('sends everything of one turn in one write', async () => {
    const { port, outbox } = setUp();
    for (const text of ['a', 'b', 'c']) outbox.send(Buffer.from(text));
    expect(port.written).toEqual([]);
    await turn();
    expect(port.written).toEqual(['abc']);
    expect(outbox.messageBytes).toBe(0);
  });

  it('tells of a block when the system has taken it', async () => {
    const { port, blocks, outbox } = setUp();
    outbox.sendBlock(blockMessage(Buffer.from('block')), 3);
    await turn();
    expect(blocks).toEqual([]);
    for (const taken of port.taken) taken();
    expect(blocks).toEqual([3]);
  });

  it('sends neighbours in one write, and releases each when the system has taken them, and never when it has not', async () => {
    const { port, blocks, outbox } = setUp();
    const span = Buffer.from('onetwosix');
    const released: string[] = [];
    for (const at of [0, 3, 6]) {
      const bytes = span.subarray(at, at + 3);
      outbox.sendBlock(
        blockMessage(bytes, () => released.push(bytes.toString())),
        3,
      );
    }
    await turn();
    expect(port.written).toEqual(['onetwosix']);
    expect(released).toEqual([]);
    for (const taken of port.taken) taken();
    expect(released).toEqual(['one', 'two', 'six']);
    expect(blocks).toEqual([9]);
    outbox.sendBlock(
      blockMessage(span, () => released.push('gone')),
      9,
    );
    outbox.close();
    await turn();
    expect(released).not.toContain('gone');
  });

  it('keeps the order of messages and blocks, also of blocks that are still read', async () => {
    const { port, outbox } = setUp();
    const { block, finish } = reading();
    outbox.send(Buffer.from('1'));
    outbox.sendBlock(block, 1);
    outbox.send(Buffer.from('3'));
    outbox.sendBlock(blockMessage(Buffer.from('4')), 1);
    outbox.send(Buffer.from('choke'));
    await turn();
    expect(port.written).toEqual(['1']);
    expect(outbox.messageBytes).toBe(6);
    finish(Buffer.from('2'));
    await turn();
    expect(port.written).toEqual(['1', '2', '3', '4', 'choke']);
  });

  it('ends after everything that was handed over, and takes nothing after that', async () => {
    const { port, outbox } = setUp();
    const { block, finish } = reading();
    outbox.sendBlock(block, 1);
    outbox.end();
    outbox.send(Buffer.from('late'));
    outbox.sendBlock(blockMessage(Buffer.from('late')), 1);
    await turn();
    expect(port.isEnded).toBe(false);
    finish(Buffer.from('1'));
    await turn();
    expect(port.written).toEqual(['1']);
    expect(port.isEnded).toBe(true);
  });

  it('tells of a block that could not be read, unless the connection is gone', async () => {
    const error = new Error('disk');
    const first = setUp();
    first.outbox.sendBlock(Promise.reject(error), 1);
    const second = setUp();
    second.outbox.sendBlock(Promise.reject(error), 1);
    second.outbox.close();
    await turn();
    expect(first.failures).toEqual([error]);
    expect(second.failures).toEqual([]);
  });

  it('shares the limit between connections block by block, and holds messages behind their blocks', async () => {
    let now = 0;
    const limiter = new RateLimiter(RATE, () => now);
    // Spend what may go at once, so that each millisecond pays for one block.
    expect(limiter.ask(BURST, () => {})).toBeUndefined();
    const order: string[] = [];
    const connections = ['a', 'b'].map((name) => {
      const { outbox, port } = setUp(limiter);
      port.write = (bytes) => void order.push(`${name}${bytes.length === 16_384 ? '' : ` ${bytes.length}`}`);
      return outbox;
    });
    for (const outbox of connections) {
      for (let block = 0; block < 3; block++) outbox.sendBlock(blockMessage(new Uint8Array(16_384)), 16_384);
      outbox.send(new Uint8Array(5));
    }
    await turn();
    await until(() => {
      now += 1;
      return order.length === 8 || `sent ${order}`;
    });
    expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'a 5', 'b', 'b 5']);
    limiter.close();
  });

  it('charges the limit for messages, which do not wait for it, in the frames in which they leave', async () => {
    const { limiter, asked, charged } = countingLimiter();
    const { outbox } = setUp(limiter);
    for (let count = 0; count < 5; count++) outbox.send(Buffer.from('m'));
    outbox.sendBlock(blockMessage(Buffer.from('block')), 1);
    await turn();
    expect(charged).toEqual([wireBytes(5)]);
    expect(asked).toEqual([5]);
  });

  it('gives the turn of a connection that is gone to the next one', async () => {
    let now = 0;
    const limiter = new RateLimiter(RATE, () => now);
    limiter.ask(BURST, () => {});
    const [gone, next] = [setUp(limiter), setUp(limiter)];
    gone.outbox.sendBlock(blockMessage(Buffer.from('gone')), 4);
    next.outbox.sendBlock(blockMessage(Buffer.from('next')), 4);
    await turn();
    gone.outbox.close();
    await until(() => {
      now += 1;
      return next.port.written.length > 0 || 'nothing was sent';
    });
    expect(gone.port.written).toEqual([]);
    limiter.close();
  });
});
