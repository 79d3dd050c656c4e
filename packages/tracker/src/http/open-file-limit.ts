import { readFileSync } from 'node:fs';

/** How many files and sockets this process may have open at once; undefined when there is no limit, or nobody tells. */
export function openFileLimit(): number | undefined {
  const limit = limitByLinux() ?? limitByNode();
  return typeof limit === 'number' && Number.isInteger(limit) ? limit : undefined;
}

function limitByLinux(): number | undefined {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined; // another system
  }
}

/** Takes some ms: a whole report is made for it. */
function limitByNode(): unknown {
  const report = process.report?.getReport() as { userLimits?: { open_files?: { soft?: unknown } } } | undefined;
  return report?.userLimits?.open_files?.soft;
}
