import { EventSplitter } from '@seedbed/events';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('EventSplitter', () => {
  test('cuts lines, whatever the chunks', () => {
    const splitter = new EventSplitter();
    expect(splitter.push('a\nb')).toEqual(['a']);
    expect(splitter.push('')).toEqual([]);
    expect(splitter.push('c\n\n\nd')).toEqual(['bc']);
    expect(splitter.push('\n')).toEqual(['d']);
    expect(splitter.end()).toEqual([]);
    expect(splitter.dropped).toBe(0);
  });

  test('the last line may lack its end', () => {
    const splitter = new EventSplitter();
    expect(splitter.push('a\nb')).toEqual(['a']);
    expect(splitter.end()).toEqual(['b']);
    expect(splitter.end()).toEqual([]);
  });

  test('lines that are too long are dropped and counted, the others come', () => {
    const splitter = new EventSplitter(4);
    expect(splitter.push('1234\n12345\n12\n')).toEqual(['1234', '12']);
    expect(splitter.dropped).toBe(1);
    for (let i = 0; i < 10; i += 1) expect(splitter.push('xxx')).toEqual([]);
    expect(splitter.dropped).toBe(2);
    expect(splitter.push('x\nab\n')).toEqual(['ab']);
    splitter.push('12345');
    expect(splitter.end()).toEqual([]);
    expect(splitter.dropped).toBe(3);
  });

  test('is the same however the text is cut', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'b', '\u{1f331}'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.integer({ min: 1, max: 9 })), (lines, sizes) => {
        const splitter = new EventSplitter(10);
        let rest = lines.map((text) => `${text}\n`).join('');
        const found: string[] = [];
        for (const size of sizes) {
          found.push(...splitter.push(rest.slice(0, size)));
          rest = rest.slice(size);
        }
        found.push(...splitter.push(rest));
        expect(found).toEqual(lines.filter((text) => text !== '' && text.length <= 10));
        expect(splitter.dropped).toBe(lines.filter((text) => text.length > 10).length);
      }),
    );
  });
});
