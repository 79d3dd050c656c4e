import { type Metainfo, numberedFiles, withoutControls } from '@seedbed/protocol';
import { formatCount, formatSize } from '@seedbed/settings';

/** A line of a tree with what hangs below it. */
interface Branch {
  readonly label: string;
  readonly branches: readonly Branch[];
}

const leaf = (label: string): Branch => ({ label, branches: [] });

const lines = ({ branches }: Branch, indent: string): string[] =>
  branches.flatMap((branch, index) => {
    const last = index === branches.length - 1;
    const rest = lines(branch, `${indent}${last ? '   ' : '│  '}`);
    return [`${indent}${last ? '└─ ' : '├─ '}${withoutControls(branch.label, '?')}`, ...rest];
  });

/** A folder while its files are put in. */
interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: Branch[];
}

const emptyFolder = (): Folder => ({ folders: new Map(), files: [] });

const fileTree = ({ files, multiFile }: Metainfo): Branch[] => {
  const root = emptyFolder();
  for (const { number, file } of numberedFiles(files)) {
    const { path, length, executable } = file;
    let folder = root;
    // Of several files the first element is the name of the torrent, which stands at the top already.
    for (const name of path.slice(multiFile ? 1 : 0, -1)) {
      const inner = folder.folders.get(name) ?? emptyFolder();
      folder.folders.set(name, inner);
      folder = inner;
    }
    folder.files.push(leaf(`${number}  ${path.at(-1)}  ${formatSize(length)}${executable ? '  executable' : ''}`));
  }
  const branchesOf = ({ folders, files }: Folder): Branch[] => [
    ...[...folders].map(([name, inner]): Branch => ({ label: `${name}/`, branches: branchesOf(inner) })),
    ...files,
  ];
  return branchesOf(root);
};

const trackers = ({ announceTiers }: Metainfo): Branch => {
  if (announceTiers.length === 0) return leaf('trackers   none');
  const tiers = announceTiers.map((urls, tier) => leaf(`tier ${tier + 1}  ${urls.join(', ')}`));
  return { label: 'trackers', branches: tiers };
};

/** A torrent as people read it, a line each. */
export const torrentTree = (metainfo: Metainfo): string[] => {
  const { geometry, files, comment, createdBy, creationDate, warnings } = metainfo;
  const count = numberedFiles(files).length;
  const size = `${formatSize(geometry.totalLength)} (${geometry.totalLength} bytes)`;
  const pieces = `${formatCount(geometry.pieceCount, 'piece')} of ${formatSize(geometry.pieceLength)}`;
  const branches: Branch[] = [
    leaf(`info hash  ${metainfo.infoHashHex}`),
    leaf(`content    ${size} in ${formatCount(count, 'file')}, ${pieces}`),
    ...(metainfo.private ? [leaf('private    peers come from the trackers alone')] : []),
    ...(comment === undefined ? [] : [leaf(`comment    ${comment}`)]),
    ...(createdBy === undefined ? [] : [leaf(`made by    ${createdBy}`)]),
    ...(creationDate === undefined ? [] : [leaf(`made on    ${dateOf(creationDate)}`)]),
    ...warnings.map((warning) => leaf(`warning    ${warning}`)),
    trackers(metainfo),
    { label: 'files', branches: fileTree(metainfo) },
  ];
  return [withoutControls(metainfo.name, '?'), ...lines({ label: '', branches }, '')];
};

/** Seconds since 1970 may be anything in a torrent; what is no date is shown as the number it is. */
const dateOf = (seconds: number): string => {
  const date = new Date(seconds * 1_000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString();
};
