/** Settings of every command. */
export const commonSettings = {
  'log-level': {
    kind: 'choice',
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
    defaultText: 'warn for what serves, else silent',
    description: 'Least severe log lines to write to standard error: trace, debug, info, warn, error or silent',
    reason: 'What goes well is told by the command itself, and what ends by itself tells in one line why it failed.',
  },
  debug: {
    kind: 'flag',
    description: 'Show stack traces of errors',
    reason: 'A clear line helps most people more than a stack trace.',
  },
  config: {
    kind: 'text',
    placeholder: 'FILE',
    defaultText: 'none',
    description: 'JSON file with settings by their long names; flags and environment win over it',
    reason: 'No file is read unless it is named, so that a command does the same everywhere.',
  },
} as const;
