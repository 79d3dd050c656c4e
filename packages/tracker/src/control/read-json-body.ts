import type { IncomingMessage } from 'node:http';
import { ControlError } from '@seedbed/control';

const MAX_BYTES = 64 * 1024;

/**
 * The JSON document in the body of a request. The content type is one that no form of a web page can send.
 *
 * @throws ControlError
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const { 'content-type': type = '' } = request.headers;
  if (!/^application\/json *(;|$)/i.test(type)) {
    throw new ControlError('unsupported-type', 'send JSON, with content-type: application/json');
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new ControlError('too-large', `a body here has at most ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch (error) {
    throw new ControlError('bad-json', `the body is not JSON: ${(error as Error).message}`);
  }
}
