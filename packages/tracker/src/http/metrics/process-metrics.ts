import type { ProcessFigures } from './process-figures.ts';
import type { TrackerMetric } from './tracker-metrics.ts';

/**
 * What Prometheus is told of the processes, under the names that its libraries give. With workers each figure has the name of its
 * process as a label: sums would fall when a worker is started again. Without them there is no label.
 */
export const PROCESS_METRICS: readonly TrackerMetric[] = [
  ofProcesses('process_cpu_user_seconds_total', 'counter', 'Processor time in the program.', (p) => p.cpuUserSeconds),
  ofProcesses(
    'process_cpu_system_seconds_total',
    'counter',
    'Processor time in the system for it.',
    (p) => p.cpuSystemSeconds,
  ),
  ofProcesses(
    'process_cpu_seconds_total',
    'counter',
    'Processor time in both.',
    (p) => p.cpuUserSeconds + p.cpuSystemSeconds,
  ),
  ofProcesses('process_resident_memory_bytes', 'gauge', 'Memory that is in use.', (p) => p.residentBytes),
  ofProcesses('process_start_time_seconds', 'gauge', 'When it began, since 1970.', (p) => p.startedAt),
  ofProcesses('process_open_fds', 'gauge', 'Open files and sockets.', (p) => p.openFiles),
  ofProcesses('nodejs_heap_size_used_bytes', 'gauge', 'The part of the memory for objects.', (p) => p.heapBytes),
  ofProcesses(
    'nodejs_eventloop_lag_p99_seconds',
    'gauge',
    'The delay of the event loop that one in a hundred was beyond, in the last ten to twenty seconds.',
    (p) => p.lagSeconds,
  ),
];

function ofProcesses(
  name: string,
  kind: TrackerMetric['kind'],
  help: string,
  figure: (figures: ProcessFigures) => number | undefined,
): TrackerMetric {
  return {
    name,
    kind,
    help,
    label: 'process',
    read: ({ processes }) => {
      const known = Object.entries(processes).map(([process, figures]) => [process, figure(figures)] as const);
      return Object.fromEntries(known.filter((entry): entry is [string, number] => entry[1] !== undefined));
    },
  };
}
