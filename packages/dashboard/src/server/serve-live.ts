import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Batch, fromLine } from './batch.ts';
import type { Journal } from './journal.ts';

const HEAD = { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' } as const;

/** What `serveLive` begins with, to whoever wants no event. */
export function headLive(response: ServerResponse): void {
  response.writeHead(200, HEAD).end();
}

/**
 * Sends the events of a run that goes on as server-sent events: each is a batch of lines and has as its id how many lines
 * there were until then, and of which run, so that a browser which comes back goes on where it was. To one that followed
 * another run, before this one, nothing can be added: it is told not to come again (204). The last event is called `end`; it
 * says how the run ended, where that is known, and that nothing will follow.
 */
export async function serveLive(journal: Journal, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const line = lastLine(request, journal.id);
  if (line === undefined) {
    response.writeHead(204).end();
    return;
  }
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.writeHead(200, HEAD);
  response.write('retry: 1000\n\n');
  try {
    await sendFrom(line, journal, response, gone.signal);
    if (!gone.signal.aborted) response.end(endOf(journal));
  } catch (error) {
    if (!gone.signal.aborted) response.destroy(error instanceof Error ? error : undefined);
  }
}

async function sendFrom(line: number, journal: Journal, response: ServerResponse, signal: AbortSignal): Promise<void> {
  for (let index = journal.placeOf(line); !signal.aborted; ) {
    if (index < journal.length) {
      const batch = fromLine(await journal.read(index), line);
      index += 1;
      // Whoever is slow is waited for here, and reads on in the file later.
      if (batch.lines > 0 && !send(batch, journal.id, response)) await once(response, 'drain', { signal });
    } else if (journal.hasEnded) return;
    else await journal.more(index, signal);
  }
}

/** In JSON no line end stands by itself. */
const endOf = ({ ending }: Journal): string => `event: end\ndata: ${JSON.stringify({ ending })}\n\n`;

/** Answers whether there is room for more. */
function send({ firstLine, lines, data }: Batch, run: string, response: ServerResponse): boolean {
  response.cork();
  response.write(`id: ${firstLine + lines}@${run}\n`);
  response.write(data);
  const hasRoom = response.write('\n');
  response.uncork();
  return hasRoom;
}

/** How many lines the browser has; an id that makes no sense is none, and undefined one of another run. */
function lastLine({ headers }: IncomingMessage, run: string): number | undefined {
  const id = headers['last-event-id'];
  const [, line, ofRun] = /^(\d{1,15})@(.+)$/.exec(typeof id === 'string' ? id : '') ?? [];
  if (line === undefined) return 0;
  return ofRun === run ? Number(line) : undefined;
}
