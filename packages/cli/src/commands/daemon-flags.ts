/** Where the content of a torrent lies. */
export const dirSetting = {
  kind: 'text',
  placeholder: 'DIR',
  default: '.',
  description: 'The folder that holds the content, or gets it',
  reason: 'Where the command is called.',
} as const;

/** Flags of a daemon that are to come. */
export const policiesToCome = {
  choker: 'other chokers than that of BEP 3 are to come; leave it out',
  picker: 'other pickers than rarest first are to come; leave it out',
} as const;
