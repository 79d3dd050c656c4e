import { type Handshake, toHex, type WireFrame } from '@seedbed/protocol';
import { type DescribedBytes, describeHandshake, describeMessage } from '@seedbed/protocol/describe';
import type { Direction, WireWatcher } from './wire-watcher.ts';

/** Something that went over a connection, for other programs. */
interface RecordedBytes {
  /** Milliseconds since the command began. */
  readonly t: number;
  readonly direction: Direction;
  /** Of the message; a handshake is called so too. */
  readonly name: string;
  /** Bytes of the whole. */
  readonly length: number;
  /** The first 96 of them. */
  readonly hex: string;
  readonly fields: DescribedBytes['fields'];
}

interface RecordedNote {
  readonly t: number;
  readonly note: string;
  /** The first bytes of what can't be understood. */
  readonly hex?: string;
}

/** A document has to fit into memory, whoever floods us. */
const MOST_ENTRIES = 20_000;

/** Keeps what goes over a connection for a JSON document. */
export class WireRecord implements WireWatcher {
  readonly entries: (RecordedBytes | RecordedNote)[] = [];
  /** What came after the record was full. */
  omitted = 0;

  note(note: string, t: number): void {
    this.#add({ t: rounded(t), note });
  }

  failure(note: string, t: number): void {
    this.note(note, t);
  }

  handshake(direction: Direction, handshake: Handshake, bytes: Uint8Array, t: number): void {
    this.#bytes(direction, describeHandshake(handshake), bytes.length, bytes, t);
  }

  message(direction: Direction, { message, length, head }: WireFrame, t: number): void {
    this.#bytes(direction, describeMessage(message), length, head, t);
  }

  rubbish(bytes: Uint8Array, reason: string, t: number): void {
    this.#add({ t: rounded(t), note: reason, hex: toHex(bytes) });
  }

  #bytes(direction: Direction, { name, fields }: DescribedBytes, length: number, head: Uint8Array, t: number): void {
    this.#add({ t: rounded(t), direction, name, length, hex: toHex(head), fields });
  }

  #add(entry: RecordedBytes | RecordedNote): void {
    if (this.entries.length < MOST_ENTRIES) this.entries.push(entry);
    else this.omitted++;
  }
}

const rounded = (t: number): number => Math.round(t * 1_000) / 1_000;
