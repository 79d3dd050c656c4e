/** Where the content of a torrent lies. */
export const dirSetting = {
  kind: 'text',
  placeholder: 'DIR',
  default: '.',
  description: 'The folder that holds the content, or gets it',
  reason: 'Where the command is called.',
} as const;

/** Leave to overwrite what is not the torrent's. */
export const forceSetting = {
  kind: 'flag',
  description: "Replace what has the torrent's name and holds nothing of it",
  reason: 'Without it that is refused: it may be the only copy of something else.',
} as const;

/** Flags of a daemon that are to come. */
export const policiesToCome = {
  choker: 'other chokers than that of BEP 3 are to come; leave it out',
  picker: 'other pickers than rarest first are to come; leave it out',
} as const;
