import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearestName } from '@seedbed/settings';
import { exists } from '../exists.ts';
import { failure } from '../problem.ts';

/** The scenarios that come with Seedbed. */
const LIBRARY = new URL('../../../../scenarios/', import.meta.url);
const ENDING = /\.ya?ml$/;

/** The file of a scenario, and what it is called by itself. */
export interface FoundScenario {
  readonly path: string;
  readonly name: string;
}

/** Finds a scenario by its path, or by the name of one that comes with Seedbed. @throws Problem when there is none */
export const findScenario = async (asked: string): Promise<FoundScenario> => {
  if (await exists(asked)) return { path: asked, name: basename(asked).replace(ENDING, '') };
  const names = libraryNames();
  if (names.includes(asked)) return { path: fileURLToPath(new URL(`${asked}.yaml`, LIBRARY)), name: asked };
  const near = nearestName(asked, names);
  const hint = near === undefined ? `those that come with Seedbed are ${names.join(', ')}` : `did you mean ${near}?`;
  throw failure(`there is no file ${asked}, and no scenario of that name; ${hint}`);
};

const libraryNames = (): string[] =>
  readdirSync(LIBRARY)
    .filter((file) => ENDING.test(file))
    .map((file) => file.replace(ENDING, ''));
