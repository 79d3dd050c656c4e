import type { Pairing } from './pairing.ts';

/** What the reporter is told of a pairing: texts only, since it comes from another process. */
export interface MatrixEntry {
  readonly client: string;
  readonly direction: string;
  readonly tracker: string;
  /** How it is announced to. */
  readonly route: string;
  readonly content: string;
}

declare module 'vitest' {
  interface TaskMeta {
    matrixEntry?: MatrixEntry;
    /** Whether it is the client that does not know how. */
    unable?: true;
    /** What is odd about the client, though all went as it should. */
    remark?: string;
  }
}

export const matrixEntry = ({ client, direction, tracker, route, content }: Pairing): MatrixEntry => {
  const found = client.find();
  const title = [client.name, 'version' in found ? found.version : undefined, client.variant];
  return {
    client: title.filter((part) => part !== undefined).join(' '),
    direction,
    tracker: tracker.name,
    route: route.title,
    content: content.title,
  };
};
