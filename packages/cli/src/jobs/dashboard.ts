import { join } from 'node:path';
import { countRecord, createDashboard, readRecordedRun } from '@seedbed/dashboard';
import type { Endpoint } from '@seedbed/settings';
import type { CommandContext } from '../command-context.ts';
import { DashboardServer } from '../dashboard/dashboard-server.ts';
import { recordDamage } from '../dashboard/record-damage.ts';
import { explainError } from '../explain-error.ts';
import { EXIT } from '../problem.ts';

/** Shows a recorded run until it is asked to stop, and says what of its record is damaged. */
export const dashboard = async (folder: string, listen: Endpoint, context: CommandContext): Promise<number> => {
  const { interruption, print } = context;
  const { header, damage, written } = await readRecordedRun(folder);
  const events = join(folder, 'events.ndjson');
  const say = (line: string): void => context.say(`dashboard: ${line}`);
  const server = await DashboardServer.listen(listen);
  try {
    server.show(createDashboard({ header, source: { events }, token: '' }));
    print(`dashboard: ${server.url()}`);
    for (const line of [...server.warning(), ...damage]) say(line);
    // The page is there meanwhile: a record may be long.
    const counting = sayDamage(events, written, interruption.signal, say);
    await interruption.wait();
    await counting;
  } finally {
    await server.close();
  }
  return EXIT.ok;
};

const sayDamage = async (
  path: string,
  written: number | undefined,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> => {
  try {
    for (const line of recordDamage(path, await countRecord(path, signal), written)) say(line);
  } catch (error) {
    if (!signal.aborted) say(explainError(error, path).line);
  }
};
