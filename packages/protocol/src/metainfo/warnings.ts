/** More would hide what matters: a hostile file can give a cause for each of a million names. */
const MOST = 20;
const LONGEST = 300;

/** What is unusual in a metainfo file, in sentences for people; bounded in number and length. */
export class Warnings {
  readonly #texts: string[] = [];
  #more = 0;

  add(text: string): void {
    if (this.#texts.length >= MOST) this.#more += 1;
    else this.#texts.push(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
  }

  /** All of them, the last one saying how many are not shown. */
  list(): readonly string[] {
    return this.#more === 0 ? this.#texts : [...this.#texts, `${this.#more} more of this kind`];
  }
}
