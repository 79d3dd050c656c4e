import { Bitfield, WireError } from '@seedbed/protocol';
import type { FileStamp } from '../storage/file-stamp.ts';
import type { KnownContent } from '../storage/known-content.ts';
import { LineChain, readChain } from './line-chain.ts';

/** Which content a journal is about: one that is about other content says nothing. */
export interface JournalSubject {
  /** 40 hexadecimal digits. */
  readonly infoHash: string;
  /** Where the content lies, or is to lie when it is complete. */
  readonly path: string;
  readonly pieces: number;
  readonly files: number;
}

/** What a journal holds. */
export interface JournalState {
  readonly have: Bitfield;
  /** Those of them that are on stable storage, and there after a loss of power too. */
  readonly durable: Bitfield;
  readonly stamps: readonly FileStamp[];
}

const FORMAT = 1;

interface Head extends JournalSubject {
  readonly format: typeof FORMAT;
  /** Names the time since the machine was started; null where the system has no name for it. */
  readonly boot: string | null;
  /** Bitfields in Base64. */
  readonly have: string;
  readonly durable: string;
  readonly stamps: readonly FileStamp[];
}

interface Entry {
  /** Pieces that are there now. */
  readonly pieces: readonly number[];
  /** Stamps that are others now, by the number of the file. */
  readonly stamps: { readonly [file: string]: FileStamp };
}

/** A journal as text: what is there now in the first line, and what comes to be there in each line after it. */
export class JournalText {
  readonly #chain = new LineChain();

  /** The line with which a journal begins. @param boot see `bootId` */
  begin(subject: JournalSubject, { have, durable, stamps }: JournalState, boot: string | undefined): string {
    const head: Head = {
      format: FORMAT,
      ...subject,
      boot: boot ?? null,
      have: toBase64(have),
      durable: toBase64(durable),
      stamps,
    };
    return this.#chain.line(JSON.stringify(head));
  }

  entry(entry: Entry): string {
    return this.#chain.line(JSON.stringify(entry));
  }
}

/**
 * What a journal says of this content. Of a file that was cut or changed somewhere, what stood before that place; of
 * anything else, nothing.
 *
 * @param boot of now: what was not on stable storage may be lost when the machine was started anew since
 */
export function readJournalText(
  text: string,
  subject: JournalSubject,
  boot: string | undefined,
): (JournalState & KnownContent) | undefined {
  const [first, ...rest] = readChain(text);
  const head = first === undefined ? undefined : headIn(parse(first), subject);
  const have = head && bitfieldIn(head.have, subject.pieces);
  const durable = head && bitfieldIn(head.durable, subject.pieces);
  if (head === undefined || have === undefined || durable === undefined) return undefined;
  const stamps = [...head.stamps];
  for (const line of rest) {
    const entry = entryIn(parse(line), subject);
    if (entry === undefined) break;
    for (const piece of entry.pieces) have.set(piece);
    for (const [file, stamp] of Object.entries(entry.stamps)) stamps[Number(file)] = stamp;
  }
  if (boot !== undefined && boot === head.boot) return { have, durable, stamps };
  return { have, durable, stamps, unsure: new Set(have.piecesNotIn(durable)) };
}

// From here on: the checks say that the lines are ours, but perhaps those of another version.

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

const headIn = (value: unknown, subject: JournalSubject): Head | undefined => {
  if (!isObject(value)) return undefined;
  const { format, infoHash, path, pieces, files, boot, have, durable, stamps } = value;
  if (format !== FORMAT || infoHash !== subject.infoHash || path !== subject.path) return undefined;
  if (pieces !== subject.pieces || files !== subject.files) return undefined;
  if ((boot !== null && !isText(boot)) || !isText(have) || !isText(durable)) return undefined;
  if (!Array.isArray(stamps) || stamps.length !== files || !stamps.every(isText)) return undefined;
  return { format, ...subject, boot, have, durable, stamps };
};

const entryIn = (value: unknown, subject: JournalSubject): Entry | undefined => {
  if (!isObject(value)) return undefined;
  const { pieces, stamps } = value;
  if (!Array.isArray(pieces) || !isObject(stamps)) return undefined;
  const isIndex = (index: unknown, count: number): index is number =>
    Number.isInteger(index) && Number(index) >= 0 && Number(index) < count;
  const isWhole =
    pieces.every((piece) => isIndex(piece, subject.pieces)) &&
    Object.entries(stamps).every(([file, stamp]) => isIndex(Number(file), subject.files) && isText(stamp));
  // Each value was looked at above.
  return isWhole ? { pieces, stamps: stamps as Entry['stamps'] } : undefined;
};

const toBase64 = ({ bytes }: Bitfield): string => Buffer.from(bytes).toString('base64');

const bitfieldIn = (base64: string, pieces: number): Bitfield | undefined => {
  try {
    return Bitfield.fromBytes(Buffer.from(base64, 'base64'), pieces);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
};
