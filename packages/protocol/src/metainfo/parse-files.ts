import type { BencodeValue } from '../bencode/bencode-value.ts';
import { decodeUtf8 } from '../text.ts';
import { Fields, kindOf } from './fields.ts';
import type { TorrentFile } from './metainfo.ts';
import { MetainfoError } from './metainfo-error.ts';
import { NameTree } from './name-tree.ts';
import { safeName } from './safe-name.ts';
import type { Warnings } from './warnings.ts';

/** The files of `info`, one after the other in the torrent's bytes; `name` is the safe name of the torrent. */
export function parseFiles(info: Fields, name: string, warnings: Warnings): TorrentFile[] {
  const length = info.integer('length');
  const list = info.list('files');
  if (length !== undefined && list !== undefined) {
    throw new MetainfoError(
      'length-and-files',
      'info has both length (one file) and files (several), it has one of them',
    );
  }
  if (list) return new FileList(name, warnings).parse(list);
  if (length === undefined) {
    throw new MetainfoError('no-files', 'info has neither length (one file) nor files (several), it has one of them');
  }
  checkLength(length, 'info.length');
  return [{ path: [name], length, offset: 0, padding: false, executable: attributes(info).includes('x') }];
}

class FileList {
  readonly #name: string;
  readonly #warnings: Warnings;
  readonly #names = new NameTree();
  #offset = 0;

  constructor(name: string, warnings: Warnings) {
    this.#name = name;
    this.#warnings = warnings;
  }

  parse(list: readonly BencodeValue[]): TorrentFile[] {
    if (list.length === 0) throw new MetainfoError('no-files', 'info.files is empty, it lists at least one file');
    return list.flatMap((value, i) => this.#file(value, `info.files[${i}]`));
  }

  #file(value: BencodeValue, where: string): TorrentFile[] {
    const fields = Fields.of(value, where);
    const length = fields.need('length', fields.integer('length'), 'the bytes of the file');
    checkLength(length, fields.nameOf('length'));
    const attr = attributes(fields);
    const padding = attr.includes('p');
    const raw = rawPath(fields);
    const safe = raw.map(safeName);
    const link = attr.includes('l');
    if (link) this.#warnings.add(`${where}: the symbolic link ${quote(raw)} is not created`);
    // A link has no bytes of its own (BEP 47); one that claims some is a file, or the pieces would not fit.
    if (link && length === 0) return [];
    // Padding is never written, and its names are the same again and again: they are not to push others aside.
    const path = padding ? [this.#name, ...safe] : this.#place(raw, safe, where);
    const file = { path, length, offset: this.#offset, padding, executable: attr.includes('x') };
    this.#offset += length;
    if (this.#offset > Number.MAX_SAFE_INTEGER) {
      throw new MetainfoError('bad-value', `${where}: the files have more than 2^53 - 1 bytes together`);
    }
    return [file];
  }

  #place(raw: readonly string[], safe: readonly string[], where: string): string[] {
    const placed = this.#names.place(safe);
    if (placed.some((name, i) => name !== raw[i])) {
      this.#warnings.add(`${where}: the path ${quote(raw)} is taken as ${quote(placed)}`);
    }
    return [this.#name, ...placed];
  }
}

/** Letters that mark a file (BEP 47): `p` padding, `l` symbolic link, `x` executable; others are ignored. */
function attributes(fields: Fields): string {
  const bytes = fields.bytes('attr');
  return bytes ? decodeUtf8(bytes) : '';
}

function rawPath(fields: Fields): string[] {
  const key = fields.has('path.utf-8') ? 'path.utf-8' : 'path';
  const path = fields.need(key, fields.list(key), 'a list of names');
  if (path.length === 0) throw new MetainfoError('bad-value', `${fields.nameOf(key)} is empty, it has at least a name`);
  return path.map((element, i) => {
    if (element instanceof Uint8Array) return decodeUtf8(element);
    throw new MetainfoError('wrong-type', `${fields.nameOf(key)}[${i}] is ${kindOf(element)}, not a string`);
  });
}

function checkLength(length: number, where: string): void {
  if (length < 0) throw new MetainfoError('bad-value', `${where} is ${length}, it is at least 0`);
}

/** A path on one line of a terminal, whatever it contains. */
function quote(path: readonly string[]): string {
  return JSON.stringify(path.join('/'));
}
