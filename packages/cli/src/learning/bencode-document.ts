import { decodeUtf8, toHex } from '@seedbed/protocol';
import type { BencodeNode, BencodeOutline } from '@seedbed/protocol/describe';
import { textOfBytes } from './text-of-bytes.ts';

/** Bytes of a string, unless all are asked for. */
const FEW_BYTES = 1_024;

/** A value for other programs. Strings that are text have `text`; all have their bytes as `hex`. */
const nodeDocument = (node: BencodeNode, all: boolean): unknown => {
  const { type, start, end, isWhole } = node;
  const place = { type, offset: start, length: end - start, ...(!isWhole && { cutOff: true }) };
  switch (node.type) {
    case 'integer': {
      const value = Number(node.digits);
      // JSON readers round what is beyond 2^53 - 1.
      return { ...place, value: Number.isSafeInteger(value) && node.digits !== '' ? value : node.digits };
    }
    case 'string': {
      const shown = all ? node.content : node.content.subarray(0, FEW_BYTES);
      const text = textOfBytes(shown);
      const cut = shown.length < node.content.length && { shown: shown.length };
      return { ...place, bytes: node.length, ...(text !== undefined && { text }), hex: toHex(shown), ...cut };
    }
    case 'list':
      return { ...place, items: node.items.map((item) => nodeDocument(item, all)) };
    case 'dictionary':
      return {
        ...place,
        entries: node.entries.map(({ key, value }) => ({
          key: textOfBytes(key.content) ?? decodeUtf8(key.content),
          keyHex: toHex(key.content),
          keyOffset: key.start,
          value: value === undefined ? null : nodeDocument(value, all),
        })),
      };
  }
};

/** Bencode for other programs. */
export const bencodeDocument = ({ root, remarks, end }: BencodeOutline, all: boolean): object => ({
  canonical: remarks.length === 0,
  end,
  remarks,
  value: root === undefined ? null : nodeDocument(root, all),
});
