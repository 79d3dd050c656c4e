export type {
  BencodeEntry,
  BencodeInteger,
  BencodeList,
  BencodeNode,
  BencodeOutline,
  BencodeRemark,
  BencodeString,
  BencodeTable,
} from '../bencode/bencode-node.ts';
export { outlineBencode } from '../bencode/bencode-outline.ts';
export type { ByteField, DescribedBytes } from './byte-field.ts';
export { type DescribedParameter, describeAnnounceQuery } from './describe-announce-query.ts';
export { describeHandshake, peerIdText } from './describe-handshake.ts';
export { describeMessage } from './describe-message.ts';
export { describeUdpAnswer, describeUdpRequest } from './describe-udp.ts';
export { type DocumentKind, documentKind, type KeyMeaning, keyMeaning } from './key-meaning.ts';
export { type ReservedBit, reservedBits } from './reserved-bits.ts';
