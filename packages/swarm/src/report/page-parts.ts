import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { linkModules } from './link-modules.ts';

/** What a page brings along to draw its pictures. */
export interface PageParts {
  readonly style: string;
  /** In the order in which they run. */
  readonly scripts: readonly string[];
}

/** Reads the parts of a page from where they lie beside this program. */
export async function readPageParts(): Promise<PageParts> {
  const page: string | URL = createRequire(import.meta.url).resolve('#report-page');
  const chartStyle: string | URL = createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css');
  const charts: string | URL = createRequire(import.meta.url).resolve('uplot/dist/uPlot.iife.min.js');
  const [style, chartScript, script] = await Promise.all([
    readFile(chartStyle, 'utf8'),
    readFile(charts, 'utf8'),
    linkModules(typeof page === 'string' ? page : fileURLToPath(page)),
  ]);
  return { style, scripts: [inElement(chartScript), inElement(script)] };
}

/** Nothing in a script may end its element. */
const inElement = (script: string): string => script.replaceAll('</script', '<\\/script');
