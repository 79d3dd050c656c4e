/** Where the content of a torrent lies. */
export const dirSetting = {
  kind: 'text',
  placeholder: 'DIR',
  default: '.',
  description: 'The folder that holds the content, or gets it',
  reason: 'Where the command is called.',
} as const;

/** Some of a torrent's files. */
export const filesSetting = {
  kind: 'text',
  placeholder: 'LIST',
  repeatable: true,
  defaultText: 'all',
  description:
    "Fetch these files alone: numbers of seedbed show, ranges, paths, folders, patterns with *, as in 1,3-5 or 'cd1/*.flac'; may be given again",
  reason: 'Most people want all of them.',
} as const;

/** Leave to overwrite what is not the torrent's. */
export const forceSetting = {
  kind: 'flag',
  description: "Replace what has the torrent's name and holds nothing of it",
  reason: 'Without it that is refused: it may be the only copy of something else.',
} as const;
