/** What `start.mjs` has made ready before the tests begin, where there is no way to a registry any more. */
export interface Provided {
  /** Whether this is a network of our own, in which 198.18.0.0/15 is ours too; if not, why. */
  readonly network: { readonly own: true } | { readonly obstacle: string };
  readonly webtorrent:
    | { readonly version: string; readonly node: string; readonly module: string }
    | { readonly obstacle: string };
  /** Whether a sample of the matrix is enough. */
  readonly short: boolean;
}

const NOTHING: Provided = {
  network: { obstacle: 'start it by npm run test:interop' },
  webtorrent: { obstacle: 'start it by npm run test:interop' },
  short: false,
};

const { INTEROP_PROVIDED } = process.env;

/** Our own launcher's word; it is trusted as it stands. */
export const provided: Provided = INTEROP_PROVIDED === undefined ? NOTHING : JSON.parse(INTEROP_PROVIDED);
