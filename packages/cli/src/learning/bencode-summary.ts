import type { BencodeEntry, BencodeNode, KeyMeaning } from '@seedbed/protocol/describe';
import { formatCount } from '@seedbed/settings';

/** What the bytes of a value begin with. */
export const syntaxOf = (node: BencodeNode): string => {
  switch (node.type) {
    case 'integer':
      return 'i';
    case 'string':
      return `${node.length}:`;
    case 'list':
      return 'l';
    case 'dictionary':
      return 'd';
  }
};

/** What is inside a value. */
export const branchesOf = (node: BencodeNode): readonly (BencodeNode | BencodeEntry)[] => {
  if (node.type === 'list') return node.items;
  return node.type === 'dictionary' ? node.entries : [];
};

/** What a value that is no string is, in one line. */
export const summaryOf = (node: Exclude<BencodeNode, { type: 'string' }>): string => {
  const cut = node.isWhole ? '' : ', cut off';
  if (node.type === 'integer') return `${node.digits}${cut}`;
  const count = branchesOf(node).length;
  const inside = node.type === 'list' ? formatCount(count, 'item') : formatCount(count, 'key');
  return `${node.type} of ${inside}, ${formatCount(node.end - node.start, 'byte')}${cut}`;
};

/** What a value is for; empty where nobody knows. */
export const purposeOf = (meaning: KeyMeaning | undefined): string => {
  if (meaning === undefined) return '';
  return meaning.bep === undefined ? meaning.purpose : `${meaning.purpose} (BEP ${meaning.bep})`;
};
