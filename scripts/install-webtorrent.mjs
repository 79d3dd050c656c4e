// Puts webtorrent into the user's cache, once: `npm run install:webtorrent`, and before the interop matrix. Where it lies
// `@seedbed/swarm/webtorrent-installation` says.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isWhole, WEBTORRENT, webtorrentInstallation } from '@seedbed/swarm/webtorrent-installation';

// It asks for Node 22 or later, which may be newer than what runs this.
const NODE = '24.21.0';

const MANIFEST = {
  private: true,
  dependencies: { webtorrent: WEBTORRENT },
  // WebRTC comes as a program that is fetched while it is installed. Peers of plain TCP need none.
  overrides: { 'webrtc-polyfill': 'file:./no-webrtc' },
};

const NO_WEBRTC = { name: 'webrtc-polyfill', version: '1.0.0', type: 'module', exports: './index.js' };
const NO_WEBRTC_SOURCE = `export const RTCPeerConnection = undefined;
export const RTCSessionDescription = undefined;
export const RTCIceCandidate = undefined;
`;

/** Runs the npm that started us, or the one in the path; answers its output. */
const npm = (cwd, ...args) => {
  const path = process.env.npm_execpath ?? '';
  const [file, ...first] = basename(path) === 'npm-cli.js' ? [process.execPath, path] : ['npm'];
  const options = { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 };
  // Named, because npm also hands the folder of the script that it runs to the npm that the script runs.
  return execFileSync(file, [...first, '--loglevel=error', `--prefix=${cwd}`, ...args], options).trim();
};

const install = (folder) => {
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}.`);
  try {
    mkdirSync(join(unfinished, 'no-webrtc'));
    writeFileSync(join(unfinished, 'no-webrtc/package.json'), JSON.stringify(NO_WEBRTC));
    writeFileSync(join(unfinished, 'no-webrtc/index.js'), NO_WEBRTC_SOURCE);
    writeFileSync(join(unfinished, 'package.json'), JSON.stringify(MANIFEST));
    // Whatever runs it later: it is not the Node that this npm runs on.
    npm(
      unfinished,
      'install',
      '--engine-strict=false',
      '--ignore-scripts',
      '--omit=optional',
      '--no-audit',
      '--no-fund',
    );
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    // Another run was faster: what it has installed is as good.
    if (!existsSync(folder)) throw error;
  }
};

/** What npm says went wrong, in one line; in its last one it only says where its log is. */
const reasonOf = ({ stderr, message }) => {
  const lines = `${stderr || message}`.trim().split('\n').slice(0, -1);
  const telling = lines.map((line) => line.replace('npm error ', '')).filter((line) => !/^\s+at /.test(line));
  return telling.join(', ').slice(0, 200);
};

/** Has npm fetch the Node that it runs on, and leads to it. */
const linkNode = ({ folder, node }) => {
  const path = npm(folder, 'exec', '--yes', `--package=node@${NODE}`, '--', 'node', '-p', 'process.execPath');
  rmSync(`${node}.new`, { force: true });
  symlinkSync(path, `${node}.new`);
  renameSync(`${node}.new`, node);
};

/**
 * Has webtorrent and a Node to run it ready.
 *
 * @returns {{ version: string, node: string, module: string } | { obstacle: string }}
 */
export const provideWebtorrent = ({ mayInstall }) => {
  const installation = webtorrentInstallation();
  const { folder, node, module } = installation;
  if (isWhole(installation)) return { version: WEBTORRENT, node, module };
  if (!mayInstall) return { obstacle: 'not installed; npm run install:webtorrent' };
  try {
    console.error(`Installing webtorrent ${WEBTORRENT} from npm into ${folder}, once…`);
    if (!existsSync(module)) {
      // What is left of an installation that was taken apart.
      rmSync(folder, { recursive: true, force: true });
      install(folder);
    }
    linkNode(installation);
    return { version: WEBTORRENT, node, module };
  } catch (error) {
    return { obstacle: `webtorrent can't be had: ${reasonOf(error)}` };
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { obstacle, node, module } = provideWebtorrent({ mayInstall: true });
  if (obstacle === undefined) console.log(`webtorrent ${WEBTORRENT}: ${module}, run by ${node}`);
  else {
    console.error(obstacle);
    process.exitCode = 1;
  }
}
