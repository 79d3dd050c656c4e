import { explainError } from './explain-error.ts';
import { Interruption, type StopSignal } from './interruption.ts';
import { pageOf } from './page.ts';
import { EXIT } from './problem.ts';
import { runCommandLine } from './run-command-line.ts';

const write = (stream: NodeJS.WriteStream, text: string): void => {
  if (stream.writable) stream.write(text);
};

// A reader that has seen enough (`| head -1`) closes its end; that is its right and no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  // What was done is done; only its result could not be told.
  write(process.stderr, `seedbed: standard output can't be written: ${explainError(error).line}\n`);
  process.exit(EXIT.failed);
});
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  // There is nowhere left to say it.
  if (error.code !== 'EPIPE') process.exit(EXIT.failed);
});

process.on('uncaughtException', (error) => {
  const { line } = explainError(error);
  const where = process.argv.includes('--debug') ? `\n${error.stack}` : ' (--debug shows where)';
  write(process.stderr, `seedbed: ${line}${where}\n`);
  process.exit(EXIT.failed);
});

const flushed = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => {
    if (!stream.writable) resolve();
    else stream.write('', () => resolve());
  });

/**
 * Runs the command line of this process, and ends it.
 *
 * @param heard signals that came while this was being loaded.
 */
export const main = async (heard: readonly StopSignal[]): Promise<never> => {
  const status = await runCommandLine(process.argv.slice(2), {
    environment: process.env,
    interruption: new Interruption(heard),
    page: pageOf(process.stdout, process.env),
    print: (line) => write(process.stdout, `${line}\n`),
    say: (line) => write(process.stderr, `${line}\n`),
  });
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  // What is still open now (a socket that lingers, a timer) is of no use to anybody.
  return process.exit(status);
};
