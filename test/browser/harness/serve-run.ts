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

/** Serves the built page with a run. @returns its address, without a slash at the end */
export const serveRun = async (options: Partial<DashboardOptions> = {}): Promise<string> => {
  const dashboard = createDashboard({
    header: recordedHeader,
    source: { events: recordedEvents },
    token: 'secret',
    page: fileURLToPath(new URL('dist/page/', dashboardFolder)),
    ...options,
  });
  const server = createServer((request, response) => dashboard.handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
