export type { Choker, ChokerDecision, ChokerOptions, ChokerPeer } from './choker.ts';
export { type ChokerName, chokerPolicies } from './choker-policies.ts';
export { type PickerName, pickerPolicies } from './picker-policies.ts';
export type { PickerView, PiecePicker } from './piece-picker.ts';
export { RarityOrder } from './rarity-order.ts';
export { Torrent, type TorrentStats } from './torrent.ts';
export type { CloseReason, OutgoingMessage, TorrentEffect } from './torrent-effect.ts';
export type { PeerKey, TorrentInput } from './torrent-input.ts';
export { defaultTorrentOptions, type TorrentComponents, type TorrentOptions } from './torrent-options.ts';
