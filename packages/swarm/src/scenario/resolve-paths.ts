import type { Scenario } from './scenario.ts';

/** A scenario whose paths are those of this machine. @param resolve makes a path that is relative to the file absolute */
export function resolvePaths(scenario: Scenario, resolve: (path: string) => string): Scenario {
  const { content, peers } = scenario;
  return {
    ...scenario,
    content: 'path' in content ? { ...content, path: resolve(content.path) } : content,
    peers: peers.map((group) =>
      group.arrival.kind === 'trace'
        ? { ...group, arrival: { kind: 'trace', file: resolve(group.arrival.file) } }
        : group,
    ),
  };
}
