import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Interruption } from '../src/interruption.ts';
import { runCommandLine } from '../src/run-command-line.ts';
import { plainPage } from './support/page.ts';

const interruption = new Interruption();

const run = async (line: string, environment: Record<string, string> = {}) => {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(line.split(' '), {
    environment,
    interruption,
    page: plainPage(),
    print: (text) => out.push(text),
    say: (text) => err.push(text),
  });
  return { status, out, err };
};

const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'seedbed-test-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await writeFile(join(dir, name), content);
  return join(dir, name);
};

describe('wrong usage ends with 2 and a line for each mistake', () => {
  test.each([
    ['swarm --upolad 1', ['--upolad is unknown; did you mean --upload?']],
    ['get --uplod-limit 3', ['--uplod-limit is unknown; did you mean --upload-limit?']],
    ['swarm --upload 1MB/h', ["--upload: '1MB/h' is not a rate; write 512KiB/s, 1MiB/s or plain bytes per second"]],
    ['swarm --leeches 0 --size many', ['--leeches: 0 is too little', "--size: 'many' is not a size"]],
    ['swarm --debug --fabric virtul', ["--fabric: 'virtul' is not one of processes, virtual; did you mean virtual?"]],
    ['tracker --http 8000', ["--http: '8000' is not an address with a port; did you mean 127.0.0.1:8000?"]],
    ['create a --announce localhost:8000', ["'localhost:8000' is not the URL of a tracker"]],
    ['create a --piece-length 8KiB', ['--piece-length: 8KiB is too little; the least is 16KiB']],
    ['show magnet:?xt=urn:btih:00', ['magnet: links are not supported yet; give a .torrent file']],
    ['verify MAGNET:?xt=urn:btih:00', ['magnet: links are not supported yet; give a .torrent file']],
    ['get a.torrent --seed-ratio much', ["--seed-ratio: 'much' is not a ratio; write for example 1 or 0.5"]],
    ['get a.torrent --piece first', ["--piece: 'first' is not a whole number"]],
    ['handshake a.torrent 127.0.0.1', ["IP:PORT: '127.0.0.1' is not an address with a port"]],
    ['handshake a.torrent 127.0.0.1:0', ["IP:PORT: '127.0.0.1:0' has port 0"]],
    ['handshake a.torrent', ['PEER is missing', 'See seedbed handshake --help.']],
    ['peer', ['TORRENTS is missing', 'See seedbed peer --help.']],
    ['show a b', ["'b' is one argument too many", 'See seedbed show --help.']],
    ['swarm --upload', ['--upload needs a value behind it', 'See seedbed swarm --help.']],
    ['swarm --json=maybe', ["--json: 'maybe' is neither true nor false", 'See seedbed swarm --help.']],
    ['peer --listen 127.85.1.1:0 --control 0.0.0.0:0', ['(0.0.0.0) needs a token: give --control-token']],
    [
      'peer --listen 127.85.1.1:0 --control 127.85.1.1:0 --control-token short',
      ['a control token is 16 to 256 visible ASCII characters'],
    ],
  ])('%s', async (line, problems) => {
    const { status, out, err } = await run(line);
    expect(status).toBe(2);
    expect(out).toEqual([]);
    for (const [index, problem] of problems.entries()) expect(err[index]).toContain(problem);
  });

  test('swarm --fabric virtual is to come, which one line says', async () => {
    const { status, err } = await run('swarm --fabric virtual');
    expect(status).toBe(2);
    expect(err).toEqual([expect.stringContaining('--fabric virtual is to come')]);
  });

  test('a variable that no command knows', async () => {
    const { status, err } = await run('show a.torrent', { SEEDBED_UPLAOD: '1', PATH: '/bin' });
    expect([status, err[0]]).toEqual([2, 'seedbed: SEEDBED_UPLAOD is unknown; did you mean SEEDBED_UPLOAD?']);
  });
});

describe('a bad file ends with 1 and one line that names it', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['that is empty', '', 'nothing is there'],
    ['that is no torrent', '<html>', 'not a torrent file'],
    ['that is cut off', 'd4:infod6:lengthi5e', 'not a torrent file'],
    [
      'with a broken byte',
      'd4:infod6:lengthi-5e4:name1:a12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee',
      'length',
    ],
  ])('a torrent %s', async (_, content, words) => {
    const path = await file('a.torrent', content);
    const { status, err } = await run(`show ${path}`);
    expect(status).toBe(1);
    expect(err).toEqual([expect.stringContaining(path)]);
    expect(err[0]).toContain(words);
  });

  test('a torrent that is not there', async () => {
    const { status, err } = await run('show /no/such.torrent');
    expect([status, err]).toEqual([1, ['seedbed: there is no file or folder /no/such.torrent']]);
  });

  test.each([
    ['that is not there', undefined],
    ['that is no torrent', '<html>'],
  ])('a torrent %s, whose name would steer the terminal', async (_, content) => {
    const dir = dirname(await file('film', 'film'));
    const name = 'a\u202etxt.\u001b[31m\u009b\u2066\u061cb';
    if (content !== undefined) await writeFile(join(dir, name), content);
    const { status, err } = await run(`show ${join(dir, name)}`);
    expect([status, err.length]).toEqual([1, 1]);
    expect(err[0]).toContain(join(dir, String.raw`a\u202etxt.\u001b[31m\u009b\u2066\u061cb`));
    expect(err[0]).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });

  test('a torrent that is a folder', async () => {
    const { status, err } = await run(`show ${tmpdir()}`);
    expect([status, err.length]).toEqual([1, 1]);
    expect(err[0]).toContain('is a folder');
  });

  test.each(['', ' --force'])('a folder where create%s is to write', async (force) => {
    const path = await file('film', 'film');
    const { status, err } = await run(`create ${path} -o ${dirname(path)}${force}`);
    const refusal = `seedbed: ${dirname(path)} is a folder; name a file with -o, such as ${path}.torrent`;
    expect([status, err]).toEqual([1, [refusal]]);
  });

  test('a folder that is not there, and one that takes no files', async () => {
    const path = await file('film', 'film');
    const nowhere = join(dirname(path), 'nowhere');
    expect(await run(`create ${path} -o ${nowhere}/a.torrent`)).toMatchObject({
      status: 1,
      err: [`seedbed: ${nowhere}/a.torrent can't be written: there is no folder ${nowhere}`],
    });
    if (process.platform !== 'linux') return;
    const { status, err } = await run(`create ${path} -o /proc/foo`);
    expect([status, err]).toEqual([1, [expect.stringMatching(/^seedbed: \/proc\/foo can't be written: [^.]*$/)]]);
  });

  test('a name that is too long, and the longest that is not', async () => {
    const path = await file('film', 'film');
    const long = join(dirname(path), 'x'.repeat(255));
    expect(await run(`create ${path} -o ${long}`)).toMatchObject({ status: 0, err: [] });
    const { status, err } = await run(`create ${path} -o ${long}x`);
    expect([status, err]).toEqual([1, [`seedbed: ${long}x can't be written: the name ${long}x is too long`]]);
  });

  test('settings that are no JSON', async () => {
    const path = await file('settings.json', '{"a":');
    const { status, err } = await run(`show a --config ${path}`);
    expect([status, err]).toEqual([1, [expect.stringContaining(`--config: ${path} is not JSON`)]]);
  });
});

test('settings come from a file and the environment too', async () => {
  const path = await file('settings.json', '{"upload": "fast"}');
  const { err } = await run('swarm', { SEEDBED_CONFIG: path, SEEDBED_LEECHES: 'many' });
  expect(err).toEqual([
    "seedbed: SEEDBED_LEECHES: 'many' is not a whole number; write for example 8",
    `seedbed: "upload" in ${path}: 'fast' is not a rate; write 512KiB/s, 1MiB/s or plain bytes per second`,
    'seedbed: See seedbed swarm --help.',
  ]);
});

test('a stack trace is shown only with --debug', async () => {
  expect((await run('show /no/such.torrent')).err.join('\n')).not.toContain('    at ');
  expect((await run('show /no/such.torrent --debug')).err.join('\n')).toContain('    at ');
});

test('help and version go to standard output', async () => {
  expect(await run('--version')).toMatchObject({ status: 0, out: [expect.stringMatching(/^\d+\.\d+\.\d+$/)], err: [] });
  expect(await run('swarm --help')).toMatchObject({ status: 0, err: [] });
});
