import type uPlotType from 'uplot';
import type { ReportModel } from '../model/report-model.ts';
import { element } from './elements.ts';
import type { Palette } from './palette.ts';

/** What all pictures of a page share. */
export interface Scene {
  readonly runs: readonly ReportModel[];
  readonly palette: Palette;
  /** The last moment on every axis of time, ms. */
  readonly end: number;
  /** Ends with the picture. */
  readonly plots: uPlotType[];
}

/** Draws a picture into the panels of its section. */
export type Picture = (panels: HTMLElement, scene: Scene) => void;

/** A panel with the name of its run, where there are several. */
export function panel(panels: HTMLElement, title: string): HTMLElement {
  const made = element('div', 'panel');
  if (title !== '') made.append(element('h3', '', title));
  panels.append(made);
  return made;
}

/** The same picture of each run, side by side. */
export function eachRun(draw: (into: HTMLElement, run: ReportModel, scene: Scene) => void): Picture {
  return (panels, scene) => {
    const isComparison = scene.runs.length > 1;
    panels.classList.toggle('several', isComparison);
    // All panels first: the width of one depends on the others.
    const made = scene.runs.map((run) => [panel(panels, isComparison ? run.name : ''), run] as const);
    for (const [into, run] of made) draw(into, run, scene);
  };
}

/** Somewhere in a panel for a chart. */
export function place(into: HTMLElement): HTMLElement {
  const made = element('div', 'chart');
  into.append(made);
  return made;
}
