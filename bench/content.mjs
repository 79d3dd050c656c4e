import { createCipheriv } from 'node:crypto';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';

const STEP = 4 * 1024 * 1024;

/** Writes bytes that no file system can make smaller, the same ones each time. */
export function writeContent(path, size) {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, 'bench'), Buffer.alloc(16));
  const zeros = Buffer.alloc(STEP);
  const fd = openSync(path, 'wx');
  for (let at = 0; at < size; at += STEP) writeSync(fd, cipher.update(zeros.subarray(0, Math.min(STEP, size - at))));
  closeSync(fd);
}

/** Compares two files byte by byte; it leaves the first one in the page cache. @throws Error when they differ */
export function assertEqualFiles(source, copy) {
  const [a, b] = [openSync(source), openSync(copy)];
  const [x, y] = [Buffer.allocUnsafeSlow(STEP), Buffer.allocUnsafeSlow(STEP)];
  try {
    for (;;) {
      const [n, m] = [readSync(a, x), readSync(b, y)];
      if (n !== m || !x.subarray(0, n).equals(y.subarray(0, m))) throw new Error(`${copy} differs from ${source}`);
      if (n === 0) return;
    }
  } finally {
    closeSync(a);
    closeSync(b);
  }
}
