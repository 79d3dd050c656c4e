const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.5rem; }
  h2 { font-size: 1.15rem; margin-top: 2rem; }
  table { border-collapse: collapse; margin: 1rem 0; }
  th, td { padding: .25rem 1.5rem .25rem 0; text-align: right; font-variant-numeric: tabular-nums; }
  th:first-child, td:first-child { text-align: left; }
  th { font-weight: 600; }
  tr + tr { border-top: 1px solid color-mix(in srgb, currentcolor 20%, transparent); }
  code { font-size: .9em; overflow-wrap: anywhere; }
  pre { padding: .75rem 1rem; border-radius: .375rem; overflow-x: auto; background: color-mix(in srgb, currentcolor 8%, transparent); }
`;

/** What a cell of a table holds: text of our own or a number. */
export type Cell = string | number;

/** A whole page. It loads nothing and runs nothing. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
${body}
</html>
`;
}

export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const row = (cells: readonly Cell[], tag: 'th' | 'td'): string =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table>\n${[row(head, 'th'), ...rows.map((cells) => row(cells, 'td'))].join('\n')}\n</table>`;
}
