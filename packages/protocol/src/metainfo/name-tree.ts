import { withSuffix } from './safe-name.ts';

/** What a folder holds under the names that were asked for and under those that were given. */
interface Folder {
  readonly folders: Map<string, { readonly name: string; readonly folder: Folder }>;
  readonly taken: Set<string>;
  /** The number to try next for a name that is taken, so that a thousand equal names do not take a million tries. */
  readonly next: Map<string, number>;
}

/** Gives each file a path of its own: where two files, or a file and a folder, want the same name, the later is renamed. */
export class NameTree {
  readonly #root: Folder = newFolder();

  /** The path for the next file: as wanted (at least one safe name), or with `(2)`, `(3)`, … where a name is taken. */
  place(wanted: readonly string[]): string[] {
    const path: string[] = [];
    let folder = this.#root;
    for (const name of wanted.slice(0, -1)) {
      const entry = folder.folders.get(name) ?? addFolder(folder, name);
      path.push(entry.name);
      folder = entry.folder;
    }
    path.push(take(folder, wanted.at(-1) ?? ''));
    return path;
  }
}

function newFolder(): Folder {
  return { folders: new Map(), taken: new Set(), next: new Map() };
}

function addFolder(parent: Folder, name: string): { readonly name: string; readonly folder: Folder } {
  const entry = { name: take(parent, name), folder: newFolder() };
  parent.folders.set(name, entry);
  return entry;
}

function take(folder: Folder, name: string): string {
  let free = name;
  let number = folder.next.get(name) ?? 2;
  for (; folder.taken.has(free); number += 1) free = withSuffix(name, ` (${number})`);
  folder.next.set(name, number);
  folder.taken.add(free);
  return free;
}
