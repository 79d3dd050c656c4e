import { decodeCompactPeers, decodeUtf8, formatAddress, toHex, withoutControls } from '@seedbed/protocol';
import {
  type BencodeNode,
  type ByteField,
  type DocumentKind,
  documentKind,
  keyMeaning,
  outlineBencode,
} from '@seedbed/protocol/describe';

const LONGEST = 60;

/** The entries of bencoded bytes as fields, those of dictionaries inside with their path. @param offset where the bytes begin in what is shown */
export function bencodeFields(bytes: Uint8Array, offset = 0): ByteField[] {
  const { root } = outlineBencode(bytes);
  return root === undefined ? [] : entriesOf(root, documentKind(root), [], offset);
}

function entriesOf(node: BencodeNode, kind: DocumentKind, path: readonly string[], offset: number): ByteField[] {
  if (node.type !== 'dictionary') return [];
  return node.entries.flatMap(({ key, value }) => {
    if (value === undefined) return [];
    const inner = [...path, decodeUtf8(key.content)];
    if (value.type === 'dictionary') return entriesOf(value, kind, inner, offset);
    const purpose = keyMeaning(kind, inner)?.purpose ?? 'an entry of its own';
    const field = { name: inner.join('.'), start: key.start + offset, length: value.end - key.start };
    return [{ ...field, value: valueText(inner.at(-1) ?? '', value), purpose }];
  });
}

function valueText(key: string, node: BencodeNode): string {
  if (node.type === 'integer') return node.digits;
  if (node.type !== 'string') return `a ${node.type}`;
  if (key === 'pieces')
    return `${node.length / 20} hashes of 20 bytes, the first ${toHex(node.content.subarray(0, 4))}…`;
  if (key === 'peers') {
    const peers = decodeCompactPeers(node.content, 4);
    return peers.length === 0 ? 'nobody yet' : peers.map(formatAddress).join(', ');
  }
  if (key === 'external ip') return [...node.content].join('.');
  const text = withoutControls(decodeUtf8(node.content), '?');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
