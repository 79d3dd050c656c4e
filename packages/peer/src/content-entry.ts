/** What looks at content on disk and shares nothing: an entry of its own, so that such commands load no daemon. */
export { type CreateTorrentOptions, createTorrent } from './create-torrent.ts';
export { StorageError } from './io/storage/storage-error.ts';
export { type Inspection, inspectTorrent } from './verify-torrent.ts';
