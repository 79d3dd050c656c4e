import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createDashboard, type DashboardOptions, type RunHeader } from '@seedbed/dashboard';
import { Recording } from '@seedbed/dashboard/model';
import { decodeEvent } from '@seedbed/events';
import { afterEach } from 'vitest';

const dashboardFolder = new URL('../../../packages/dashboard/', import.meta.url);
const tour = new URL('tour/recording/', dashboardFolder);

/** A small run that was recorded over real sockets, with all traces: the one of the guided tour. */
const recordedEvents: string = fileURLToPath(new URL('events.ndjson', tour));
export const recordedHeader: RunHeader = JSON.parse(readFileSync(new URL('run.json', tour), 'utf8')) as RunHeader;

/** The lines of that run. */
export const recordedLines = (): string[] => readFileSync(recordedEvents, 'utf8').trimEnd().split('\n');

/** That run, for comparing what the page says with what the model says. */
export const readRecording = (): Recording => {
  const recording = new Recording(recordedHeader);
  for (const line of recordedLines()) {
    const event = decodeEvent(line);
    if (event !== undefined) recording.append(event);
  }
  return recording;
};

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A run that is served, until the test ends. */
export interface ServedRun {
  /** Its address, without a slash at the end. */
  readonly url: string;
  /** The `Last-Event-ID` of each request for live events. */
  readonly cameBackFrom: readonly (string | undefined)[];
  /** Ends all connections and answers nobody, until `restore`. */
  cut(): Promise<void>;
  restore(): Promise<void>;
}

/** Serves the built page with a run. @returns its address, without a slash at the end */
export const serveRun = async (options: Partial<DashboardOptions> = {}): Promise<string> =>
  (await serveRunWithCuts(options)).url;

/** The same, for a network that is not reliable. */
export const serveRunWithCuts = async (options: Partial<DashboardOptions> = {}): Promise<ServedRun> => {
  const dashboard = createDashboard({
    header: recordedHeader,
    source: { events: recordedEvents },
    token: 'secret',
    page: fileURLToPath(new URL('dist/page/', dashboardFolder)),
    ...options,
  });
  const cameBackFrom: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const id = request.headers['last-event-id'];
    if (request.url === '/api/events') cameBackFrom.push(typeof id === 'string' ? id : undefined);
    dashboard.handle(request, response);
  });
  const listen = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const cut = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const port = await listen(0);
  closing.push(cut);
  return {
    url: `http://127.0.0.1:${port}`,
    cameBackFrom,
    cut,
    restore: async () => {
      await listen(port);
    },
  };
};
