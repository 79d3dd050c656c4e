import type { ComponentChildren, JSX } from 'preact';

/** One sentence that says what is worth looking at now. */
export function Hint({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <p class="hint">
      <span class="hint-sign" aria-hidden="true">
        ◉
      </span>
      {children}
    </p>
  );
}
