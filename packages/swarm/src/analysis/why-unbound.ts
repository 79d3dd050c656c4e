const UNBOUNDING: ReadonlyMap<string, string> = new Map([
  ['add', 'peers come at different times'],
  ['link', 'links change'],
  ['kill', 'peers are killed'],
  ['stop', 'peers leave'],
  ['restart', 'peers are started anew'],
  ['pause', 'peers are paused'],
  ['partition', 'the network is cut'],
]);

/**
 * Why theory, which knows links and peers constant, has nothing to say of a run to whose links or peers this was done;
 * undefined where it has. `action` is named as in events.
 */
export const whyUnbound = (action: string): string | undefined => UNBOUNDING.get(action);
