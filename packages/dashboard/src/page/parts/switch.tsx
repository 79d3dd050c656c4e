import type { JSX } from 'preact';

export interface SwitchProps<Option extends string> {
  /** What is chosen, for people who hear the page. */
  readonly name: string;
  readonly options: Readonly<Record<Option, string>>;
  readonly chosen: Option;
  readonly onChoose: (option: Option) => void;
  readonly class?: string;
}

/** One of a few, all of them in sight. */
export function Switch<Option extends string>({
  name,
  options,
  chosen,
  onChoose,
  ...rest
}: SwitchProps<Option>): JSX.Element {
  return (
    <fieldset class={`switch ${rest.class ?? ''}`}>
      <legend class="unseen">{name}</legend>
      {(Object.keys(options) as Option[]).map((option) => (
        <button key={option} type="button" aria-pressed={chosen === option} onClick={() => onChoose(option)}>
          {options[option]}
        </button>
      ))}
    </fieldset>
  );
}
