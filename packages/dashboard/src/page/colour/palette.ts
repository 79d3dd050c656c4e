/**
 * Colours that can be told apart by people who see fewer of them (Okabe and Ito). What they mean is the same in every
 * view: blue is on its way, green is complete, orange moves, purple is luck, vermilion is wrong.
 */
export const PALETTE = {
  orange: '#e69f00',
  sky: '#56b4e9',
  green: '#009e73',
  yellow: '#f0e442',
  blue: '#0072b2',
  vermilion: '#d55e00',
  purple: '#cc79a7',
} as const;

const { green, orange, purple, vermilion, yellow } = PALETTE;

/** Lines of groups in curves, in the order in which the groups stand in the run. @param blue that of the theme */
export function groupColour(index: number, blue: string): string {
  const colours = [green, blue, orange, purple, blue === PALETTE.sky ? yellow : PALETTE.sky, vermilion];
  return colours[index % colours.length] ?? green;
}
