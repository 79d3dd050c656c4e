export { Bep3Choker, type Bep3ChokerOptions } from './bep3-choker.ts';
export type { ChokeDecision, Choker, ChokerPeer } from './choker.ts';
export { type PickerView, type PiecePicker, random, rarestFirst } from './piece-picker.ts';
export { RarityOrder } from './rarity-order.ts';
export { Torrent, type TorrentStats } from './torrent.ts';
export type { CloseReason, OutgoingMessage, TorrentEffect } from './torrent-effect.ts';
export type { PeerKey, TorrentInput } from './torrent-input.ts';
export { defaultTorrentOptions, type TorrentComponents, type TorrentOptions } from './torrent-options.ts';
