/** How people call a side of a network that is cut, by its number from 0: A, B and so on. */
export const sideName = (side: number): string => (side < 26 ? String.fromCharCode(65 + side) : String(side + 1));
