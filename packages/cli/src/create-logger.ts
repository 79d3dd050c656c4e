import { type Logger, pino } from 'pino';

/**
 * The log: JSON lines on standard error, written at once so that the last line of a crash is there too; for eyes where
 * standard error is a terminal.
 */
export const createLogger = async (level: string): Promise<Logger> => {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (!process.stderr.isTTY) return pino(options, pino.destination({ fd: 2, sync: true }));
  const { default: pretty } = await import('pino-pretty');
  const { NO_COLOR = '' } = process.env;
  return pino(
    options,
    pretty({
      colorize: NO_COLOR === '',
      destination: 2,
      sync: true,
      translateTime: 'HH:MM:ss.l',
      ignore: 'pid,hostname',
    }),
  );
};
