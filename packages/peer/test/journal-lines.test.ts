import { Bitfield } from '@seedbed/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JournalSubject, JournalText, readJournalText } from '../src/io/journal/journal-lines.ts';

const PIECES = 20;
const FILES = 3;
const SUBJECT: JournalSubject = { infoHash: 'ab'.repeat(20), path: '/home/ü/film', pieces: PIECES, files: FILES };
const BOOT = 'this boot';

const bitfield = (pieces: readonly number[]): Bitfield => {
  const bits = new Bitfield(PIECES);
  for (const piece of pieces) bits.set(piece);
  return bits;
};

const piece = fc.nat(PIECES - 1);
const stamp: fc.Arbitrary<string> = fc.constantFrom('1 2 3 4', '5 6 7 8', 'missing', 'doubtful');
const entry = fc.record({
  pieces: fc.array(piece, { maxLength: 3 }),
  stamps: fc.dictionary(fc.constantFrom('0', '1', '2'), stamp, { maxKeys: 2 }),
});
const history = fc.record({
  durable: fc.array(piece, { maxLength: 4 }),
  more: fc.array(piece, { maxLength: 4 }),
  stamps: fc.array(stamp, { minLength: FILES, maxLength: FILES }),
  entries: fc.array(entry, { maxLength: 8 }),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** What is known after each line, as text to compare; the first is that nothing is known. */
const statesOf = ({ durable, more, stamps, entries }: History): string[] => {
  const state = { have: new Set([...durable, ...more]), stamps: [...stamps] };
  const show = (): string => JSON.stringify([[...state.have].toSorted((a, b) => a - b), state.stamps]);
  const states = ['nothing', show()];
  for (const { pieces, stamps: changed } of entries) {
    for (const one of pieces) state.have.add(one);
    for (const [file, text] of Object.entries(changed)) state.stamps[Number(file)] = text;
    states.push(show());
  }
  return states;
};

const textOf = ({ durable, more, stamps, entries }: History): string => {
  const text = new JournalText();
  const have = bitfield([...durable, ...more]);
  let file = text.begin(SUBJECT, { have, durable: bitfield(durable), stamps }, BOOT);
  for (const one of entries) file += text.entry(one);
  return file;
};

const read = (file: string, subject = SUBJECT, boot: string | undefined = BOOT): string => {
  const known = readJournalText(file, subject, boot);
  if (known === undefined) return 'nothing';
  const pieces = known.have.piecesNotIn(new Bitfield(PIECES));
  return JSON.stringify([pieces, known.stamps]);
};

describe('a journal as text', () => {
  it('says what was written', () => {
    fc.assert(
      fc.property(history, (story) => {
        expect(read(textOf(story))).toBe(statesOf(story).at(-1));
      }),
    );
  });

  it('of which the end is missing says what stood there before, all but a torn line', () => {
    fc.assert(
      fc.property(history, fc.nat(), (story, cut) => {
        const file = textOf(story);
        const kept = file.slice(0, cut % (file.length + 1));
        const lines = file.split('\n').length - kept.split('\n').length;
        expect(read(kept)).toBe(statesOf(story).at(-1 - lines) ?? 'nothing');
      }),
    );
  });

  it('whatever is done to it says what it said at some time, or nothing', () => {
    const edit = fc.oneof(
      fc.record({ at: fc.nat(), byte: fc.integer({ min: 1, max: 255 }) }).map(({ at, byte }) => (lines: string[]) => {
        const bytes = Buffer.from(lines.join('\n'));
        if (bytes.length > 0) bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ byte;
        return bytes.toString().split('\n');
      }),
      fc.nat().map((at) => (lines: string[]) => lines.toSpliced(at % lines.length, 1)),
      fc.tuple(fc.nat(), fc.nat()).map(
        ([from, to]) =>
          (lines: string[]) =>
            lines.toSpliced(to % lines.length, 0, lines[from % lines.length] ?? ''),
      ),
      fc.tuple(fc.nat(), fc.string()).map(
        ([at, rubbish]) =>
          (lines: string[]) =>
            lines.toSpliced(at % lines.length, 0, rubbish),
      ),
    );
    fc.assert(
      fc.property(history, fc.array(edit, { minLength: 1, maxLength: 3 }), (story, edits) => {
        let lines = textOf(story).split('\n');
        for (const one of edits) lines = one(lines);
        expect(statesOf(story)).toContain(read(lines.join('\n')));
      }),
      { numRuns: 500 },
    );
  });

  it('of which two were mixed says what one of them said', () => {
    fc.assert(
      fc.property(history, history, fc.nat(), (one, other, at) => {
        const [head, tail] = [textOf(one).split('\n'), textOf(other).split('\n')];
        const mixed = [...head.slice(0, at % head.length), ...tail.slice(at % tail.length)].join('\n');
        expect([...statesOf(one), ...statesOf(other)]).toContain(read(mixed));
      }),
    );
  });

  it('says nothing of other content', () => {
    const file = textOf({ durable: [1], more: [2], stamps: ['1', '2', '3'], entries: [] });
    const others: Partial<JournalSubject>[] = [
      { infoHash: 'cd'.repeat(20) },
      { path: '/home/ü/book' },
      { pieces: PIECES + 1 },
      { files: 2 },
    ];
    for (const other of others) expect(read(file, { ...SUBJECT, ...other })).toBe('nothing');
    expect(read(file)).not.toBe('nothing');
  });

  it.each([
    ['another format', { format: 2 }],
    ['too few stamps', { stamps: [] }],
    ['stamps that are none', { stamps: [1, 2, 3] }],
    ['a bitfield of another length', { durable: 'AAAA////' }],
    ['a bitfield that is none', { have: 7 }],
    ['no boot', { boot: 1 }],
  ])('of another version says nothing: %s', async (_, change) => {
    const { LineChain } = await import('../src/io/journal/line-chain.ts');
    const head = { format: 1, ...SUBJECT, boot: BOOT, have: 'AAAA', durable: 'AAAA', stamps: ['1', '2', '3'] };
    expect(read(new LineChain().line(JSON.stringify(head)))).not.toBe('nothing');
    expect(read(new LineChain().line(JSON.stringify({ ...head, ...change })))).toBe('nothing');
  });

  it('is sure only of what was on stable storage when the machine was started anew, or nobody knows', () => {
    const file = textOf({
      durable: [1, 2],
      more: [2, 3],
      stamps: ['1', '2', '3'],
      entries: [{ pieces: [4], stamps: {} }],
    });
    expect(readJournalText(file, SUBJECT, BOOT)?.unsure).toBeUndefined();
    for (const boot of ['another boot', undefined]) {
      expect(readJournalText(file, SUBJECT, boot)?.unsure).toEqual(new Set([3, 4]));
    }
    expect(readJournalText(file, SUBJECT, BOOT)?.durable.piecesNotIn(new Bitfield(PIECES))).toEqual([1, 2]);
  });
});
