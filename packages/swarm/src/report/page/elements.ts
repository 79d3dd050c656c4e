/** An element with text: names from a run are never more than that. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className = '',
  text = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== '') made.className = className;
  if (text !== '') made.textContent = text;
  return made;
}

/** One key of a picture: a piece of its line, and what it stands for. */
export interface Key {
  readonly label: string;
  readonly colour: string;
  readonly dash: readonly number[];
}

const SVG = 'http://www.w3.org/2000/svg';

/** What the lines of a picture stand for. */
export function keys(entries: readonly Key[]): HTMLUListElement {
  const list = element('ul', 'keys');
  for (const { label, colour, dash } of entries) {
    const line = document.createElementNS(SVG, 'line');
    const attributes = { x1: '0', y1: '5', x2: '28', y2: '5', stroke: colour, 'stroke-width': '2.5' };
    for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, value);
    if (dash.length > 0) line.setAttribute('stroke-dasharray', dash.join(' '));
    const picture = document.createElementNS(SVG, 'svg');
    for (const [name, value] of Object.entries({ width: '28', height: '10', 'aria-hidden': 'true' }))
      picture.setAttribute(name, value);
    picture.append(line);
    const item = element('li');
    item.append(picture, label);
    list.append(item);
  }
  return list;
}
