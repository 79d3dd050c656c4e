import { createCipheriv } from 'node:crypto';

/** Bytes that nothing can guess and every run repeats; `name` decides them. */
export const madeUpBytes = (length: number, name: string): Uint8Array => {
  const key = Buffer.alloc(16, name);
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(new Uint8Array(length));
};
