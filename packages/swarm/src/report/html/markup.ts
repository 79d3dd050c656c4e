/** Text that is HTML already. Everything else is escaped where it is put in. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | null | readonly Part[];

/** HTML with what is put in escaped: names and reasons come from outside, and are text whatever they hold. */
export function html(fixed: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(
    fixed.map((text, index) => (index === 0 ? text : textOf(parts[index - 1] ?? null) + text)).join(''),
  );
}

function textOf(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return part.map(textOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => visible(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');

/** Signs that are not to be seen, or that turn the direction of what follows, are shown by their numbers. */
const visible = (text: string): string =>
  text.replace(
    /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}}`,
  );

/** A document for `<script type="application/json">`, in which nothing ends the element. */
export function embeddedJson(value: unknown): Markup {
  const text = JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? visible(part) : part));
  return new Markup(text.replaceAll('<', '\\u003c'));
}
