import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { systemCode } from '../storage/storage-error.ts';
import { Unanswered } from './unanswered.ts';

/**
 * The body of an answer, at most `maxLength` bytes on the wire and in memory. Compression is not asked for, because a
 * list of peers does not shrink; trackers that compress nevertheless are understood.
 *
 * @throws Unanswered, or what the socket says
 */
export const readHttpBody = async (response: IncomingMessage, maxLength: number): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > maxLength) throw tooLong(maxLength);
    parts.push(part);
  }
  const body = Buffer.concat(parts, length);
  const encoding = response.headers['content-encoding']?.toLowerCase() ?? 'identity';
  switch (encoding) {
    case 'identity':
    case '':
      return body;
    case 'gzip':
    case 'x-gzip':
    case 'deflate':
      return unpack(body, maxLength);
    default:
      throw new Unanswered('the answer of the tracker is packed in a way that was not asked for');
  }
};

const unpack = async (packed: Uint8Array, maxLength: number): Promise<Uint8Array> => {
  // Loaded only where a tracker compresses.
  const { unzip } = await import('node:zlib');
  try {
    return await promisify(unzip)(packed, { maxOutputLength: maxLength });
  } catch (error) {
    if (systemCode(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLong(maxLength);
    throw new Unanswered('the answer of the tracker is packed, and broken');
  }
};

const tooLong = (maxLength: number): Unanswered =>
  new Unanswered(`the tracker's answer is longer than ${maxLength} bytes`);
