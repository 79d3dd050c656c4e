import type { Bitfield } from '@seedbed/protocol';

const SHADES = ['░', '▒', '▓', '█'] as const;
/** Rows of a picture: of more pieces each cell stands for several. */
const MOST_ROWS = 4;

/** The cell for a part of pieces that are there; the first and the last shade mean none and all. */
const shade = (there: number, of: number): string => {
  if (there === 0) return SHADES[0];
  if (there === of) return SHADES[3];
  return there * 2 < of ? SHADES[1] : SHADES[2];
};

/**
 * The pieces of a peer as a picture of at most four rows, in the order of the content: `█` is there, `░` is not, what lies
 * between stands for several pieces of which some are there.
 */
export const bitfieldPicture = (bitfield: Bitfield, width: number): { rows: string[]; perCell: number } => {
  const perCell = Math.ceil(bitfield.length / (width * MOST_ROWS));
  const cells = Array.from({ length: Math.ceil(bitfield.length / perCell) }, (_, cell) => {
    const first = cell * perCell;
    const of = Math.min(perCell, bitfield.length - first);
    let there = 0;
    for (let piece = first; piece < first + of; piece++) if (bitfield.has(piece)) there++;
    return shade(there, of);
  });
  const rows = Array.from({ length: Math.ceil(cells.length / width) }, (_, row) =>
    cells.slice(row * width, (row + 1) * width).join(''),
  );
  return { rows, perCell };
};
