const MiB = 1024 * 1024;

/** The figures of a run: their headings, and how they are written. */
const FIGURES = {
  seconds: { heading: 'seconds', write: (value) => value.toFixed(2) },
  rate: { heading: 'MiB/s', write: (value) => (value / MiB).toFixed(0) },
  memory: { heading: 'memory MiB', write: (value) => (value / MiB).toFixed(0) },
  leechCpu: { heading: 'leech CPU s', write: (value) => value.toFixed(2) },
  seedCpu: { heading: 'seed CPU s', write: (value) => value.toFixed(2) },
};

const cell = (name, value) => (value === undefined || Number.isNaN(value) ? '-' : FIGURES[name].write(value));

/** A title and a line for each client, as text. */
export function tableOf({ title, rows }) {
  const names = Object.keys(rows[0].medians);
  const head = ['', ...names.map((name) => FIGURES[name].heading)];
  const lines = rows.map(({ client, medians, runs }) => {
    const times = runs.map(({ seconds }) => seconds);
    const spread = `  ${Math.min(...times).toFixed(2)} to ${Math.max(...times).toFixed(2)}`;
    return [client, ...names.map((name) => cell(name, medians[name])), spread];
  });
  const widths = head.map((_, column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  const align = (line) =>
    line
      .map((text, column) => (column === 0 ? text.padEnd(widths[0]) : text.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [`\n${title}`, align([...head, '  all runs']), ...lines.map(align)].join('\n');
}
