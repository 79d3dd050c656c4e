import type { Pairing } from './pairing.ts';

/** What the reporter is told of a pairing: texts only, since it comes from another process. */
export interface MatrixEntry {
  readonly client: string;
  readonly direction: string;
  readonly tracker: string;
  readonly content: string;
}

declare module 'vitest' {
  interface TaskMeta {
    matrixEntry?: MatrixEntry;
  }
}

export const matrixEntry = ({ client, direction, tracker, content }: Pairing): MatrixEntry => {
  const found = client.find();
  const title = [client.name, 'version' in found ? found.version : undefined, client.variant];
  return {
    client: title.filter((part) => part !== undefined).join(' '),
    direction,
    tracker: tracker.name,
    content: content.title,
  };
};
