import type { IncomingMessage } from 'node:http';

/** One server-sent event, as the standard reads it. */
export interface ServerSentEvent {
  readonly type: string;
  readonly id: string;
  readonly data: string;
}

/** Reads server-sent events as they come, until the stream ends. */
export async function* eventsOf(response: IncomingMessage): AsyncGenerator<ServerSentEvent> {
  let text = '';
  for await (const part of response.setEncoding('utf8') as AsyncIterable<string>) {
    text += part;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const event = parse(text.slice(0, end));
      text = text.slice(end + 2);
      if (event !== undefined) yield event;
    }
  }
}

const parse = (block: string): ServerSentEvent | undefined => {
  const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line) ?? []);
  const values = (name: string): string[] => fields.flatMap(([, key, value]) => (key === name ? [value ?? ''] : []));
  const data = values('data');
  if (data.length === 0) return undefined;
  return { type: values('event')[0] ?? 'message', id: values('id')[0] ?? '', data: data.join('\n') };
};

/** Lines until there are so many, or until the stream says that it ends. */
export const linesOf = async (
  response: IncomingMessage,
  most: number = Number.POSITIVE_INFINITY,
): Promise<string[]> => {
  const lines: string[] = [];
  for await (const { type, data } of eventsOf(response)) {
    if (type === 'end') break;
    lines.push(...data.split('\n'));
    if (lines.length >= most) break;
  }
  return lines;
};
