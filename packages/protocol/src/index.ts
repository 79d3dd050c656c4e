export { type AddressFamily, decodeCompactPeers, encodeCompactPeers } from './address/compact-peers.ts';
export { formatIp, normalizeIp, parseIp } from './address/ip-address.ts';
export { formatAddress, type PeerAddress, parseAddress } from './address/peer-address.ts';
export type { AnnounceAnswer, AnnouncedPeer } from './announce/announce-answer.ts';
export type { AnnounceEvent, AnnounceRequest } from './announce/announce-request.ts';
export { type DecodedAnnounce, decodeAnnounceAnswer, MAX_ANSWER_LENGTH } from './announce/decode-announce-answer.ts';
export { type AnswerForm, encodeAnnounceAnswer, encodeFailure } from './announce/encode-announce-answer.ts';
export { encodeAnnounceQuery } from './announce/encode-announce-query.ts';
export { MAX_ANNOUNCE_TEXT, type ParsedAnnounce, parseAnnounceQuery } from './announce/parse-announce-query.ts';
export { MAX_QUERY_LENGTH } from './announce/raw-query.ts';
export type { TrackerFailure } from './announce/tracker-failure.ts';
export { BencodeError, type BencodeErrorCode } from './bencode/bencode-error.ts';
export type { BencodeLimits } from './bencode/bencode-limits.ts';
export {
  type BencodeDictionary,
  type BencodeInput,
  type BencodeValue,
  fieldOf,
  isDictionary,
} from './bencode/bencode-value.ts';
export { decodeBencode } from './bencode/decode-bencode.ts';
export { encodeBencode } from './bencode/encode-bencode.ts';
export { type BencodeScan, scanBencode } from './bencode/scan-bencode.ts';
export { Bitfield } from './bitfield.ts';
export { compareBytes, concatBytes, equalBytes, fromHex, printableId, type Sha1, toHex } from './bytes.ts';
export { BLOCK_LENGTH, Geometry } from './geometry.ts';
export { choosePieceLength } from './metainfo/choose-piece-length.ts';
export { type DescribedFile, encodeMetainfo, type MetainfoDescription } from './metainfo/encode-metainfo.ts';
export type { Metainfo, TorrentFile } from './metainfo/metainfo.ts';
export { MetainfoError, type MetainfoErrorCode } from './metainfo/metainfo-error.ts';
export { type NumberedFile, numberedFiles } from './metainfo/numbered-files.ts';
export { parseMetainfo } from './metainfo/parse-metainfo.ts';
export { safeName } from './metainfo/safe-name.ts';
export { clientName, createPeerId, PEER_ID_PREFIX } from './peer-id.ts';
export { type DecodedScrape, decodeScrapeAnswer } from './scrape/decode-scrape-answer.ts';
export { encodeScrapeAnswer } from './scrape/encode-scrape-answer.ts';
export { encodeScrapeQuery } from './scrape/encode-scrape-query.ts';
export { type ParsedScrape, parseScrapeQuery } from './scrape/parse-scrape-query.ts';
export type { ScrapeCounts, ScrapeEntry } from './scrape/scrape-entry.ts';
export { scrapeUrl } from './scrape/scrape-url.ts';
export { decodeUtf8, utf8, withoutControls } from './text.ts';
export { type DecodedUdpAnswer, decodeUdpAnswer } from './udp/decode-udp-answer.ts';
export { encodeUdpAnswer } from './udp/encode-udp-answer.ts';
export { encodeUdpRequest } from './udp/encode-udp-request.ts';
export { type ParsedUdpRequest, parseUdpRequest } from './udp/parse-udp-request.ts';
export { MAX_UDP_SCRAPE } from './udp/udp-layout.ts';
export type { UdpAnswer, UdpHeader, UdpRequest } from './udp/udp-message.ts';
export { UDP_ANNOUNCE_HEADER, writeUdpAnnounce } from './udp/write-udp-announce.ts';
export { encodeHandshake, HANDSHAKE_LENGTH, type Handshake } from './wire/handshake.ts';
export { HandshakeDecoder } from './wire/handshake-decoder.ts';
export type { EncodableMessage, PeerMessage } from './wire/message.ts';
export {
  encodeMessage,
  encodePiece,
  encodePieceHeader,
  PIECE_HEADER_LENGTH,
  writePieceHeader,
} from './wire/message-codec.ts';
export { MessageDecoder, type MessageLimits } from './wire/message-decoder.ts';
export { WireError, type WireErrorCode } from './wire/wire-error.ts';
export type { WireSink } from './wire/wire-sink.ts';
export { FRAME_HEAD_LENGTH, frameLength, type WireFrame, WireTap } from './wire/wire-tap.ts';
