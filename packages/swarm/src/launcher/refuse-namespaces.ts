import { CLIENTS_OF_OTHERS } from '../clients/clients.ts';
import { SwarmFailure } from '../failure.ts';
import { MOST_NAMESPACES } from '../netns/address-plan.ts';
import { runProgram } from '../netns/run-program.ts';
import { whyNoNamespaces } from '../netns/why-no-namespaces.ts';
import type { RunPlan } from '../scenario/run-plan.ts';
import type { ClientName, LinkChange } from '../scenario/scenario.ts';

/**
 * Refuses a run in namespaces where there can be none, or where a client is missing, before anything is started.
 *
 * @throws SwarmFailure with what would be enough
 */
export async function refuseNamespaces({ peers, timeline }: RunPlan): Promise<void> {
  if (peers.length > MOST_NAMESPACES)
    refuse(`${peers.length} peers are more than the ${MOST_NAMESPACES} namespaces of a run`);
  const changes = timeline.flatMap(({ action }) => (action.kind === 'link' && action.to !== 'back' ? [action.to] : []));
  const reason = await whyNoNamespaces([...peers.map(({ link }) => link), ...changes].some(delays));
  const foreign = peers.find(({ client }) => client !== 'seedbed');
  const who = foreign === undefined ? 'network: namespaces' : `${foreign.name} is ${foreign.client}`;
  if (reason !== undefined) refuse(`${who}: ${reason}`);
  for (const name of new Set(peers.map(({ client }) => client))) await refuseMissing(name);
}

async function refuseMissing(name: ClientName): Promise<void> {
  if (name === 'seedbed') return;
  const client = CLIENTS_OF_OTHERS[name];
  try {
    await runProgram(client.trial);
  } catch {
    // Whatever is wrong with it, installing it puts it right.
    refuse(`${name} is not installed; ${client.installedBy}`);
  }
}

const delays = ({ latency = 0, loss = 0 }: LinkChange): boolean => latency > 0 || loss > 0;

function refuse(reason: string): never {
  throw new SwarmFailure('no-room', reason);
}
