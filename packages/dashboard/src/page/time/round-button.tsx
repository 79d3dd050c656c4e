import type { ComponentChildren, JSX } from 'preact';

export interface RoundButtonProps {
  readonly name: string;
  /** The key that does the same. */
  readonly keyName: string;
  readonly class?: string;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

/** A round button of the time bar, which says what it does and which key does it. */
export function RoundButton({ name, keyName, onClick, children, ...rest }: RoundButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class={`round ${rest.class ?? ''}`}
      aria-label={name}
      title={`${name} (${keyName})`}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

/** A sign on a button. @param path on a square of 20 */
export function Sign({ path }: { readonly path: string }): JSX.Element {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
