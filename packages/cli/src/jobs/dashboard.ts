import { join } from 'node:path';
import { createDashboard, readRunHeader } from '@seedbed/dashboard';
import type { Endpoint } from '@seedbed/settings';
import type { CommandContext } from '../command-context.ts';
import { DashboardServer } from '../dashboard/dashboard-server.ts';
import { EXIT } from '../problem.ts';

/** Shows a recorded run until it is asked to stop. */
export const dashboard = async (folder: string, listen: Endpoint, context: CommandContext): Promise<number> => {
  const { interruption, print } = context;
  const header = await readRunHeader(folder);
  const server = await DashboardServer.listen(listen);
  try {
    server.show(createDashboard({ header, source: { events: join(folder, 'events.ndjson') }, token: '' }));
    print(`dashboard: ${server.url()}`);
    await interruption.wait();
  } finally {
    await server.close();
  }
  return EXIT.ok;
};
