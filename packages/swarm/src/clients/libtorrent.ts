import type { Client, ClientState } from './client.ts';
import { countIn, objectIn } from './json-value.ts';

/** The interpreter that Debian's bindings belong to; another one that comes first in the path does not find them. */
const PYTHON = '/usr/bin/python3';

/** Runs it on one torrent until it is ended, and tells a few times a second how it is, as JSON. */
const PROGRAM = `
import json, sys, time
import libtorrent as lt
torrent, folder, address = sys.argv[1:]
# Flags 0: without the plugins, of which peer exchange is one.
session = lt.session({"listen_interfaces": address, "enable_dht": False, "enable_lsd": False,
                      "enable_upnp": False, "enable_natpmp": False}, flags=0)
parameters = lt.add_torrent_params()
parameters.ti = lt.torrent_info(torrent)
parameters.save_path = folder
parameters.flags &= ~(lt.torrent_flags.paused | lt.torrent_flags.auto_managed)
handle = session.add_torrent(parameters)
while True:
    status = handle.status()
    print(json.dumps({"have": "".join("1" if had else "0" for had in status.pieces), "complete": status.is_seeding,
                      "uploaded": status.total_payload_upload, "downloaded": status.total_payload_download}), flush=True)
    time.sleep(0.2)
`;

/** libtorrent (rasterbar), which many graphical clients are built on, through its Python bindings. */
export const libtorrent: Client = {
  installedBy: 'apt-get install python3-libtorrent',
  trial: [PYTHON, '-c', 'import libtorrent'],
  port: 6881,
  prepare: async ({ torrent, dir, ip }) => [PYTHON, '-c', PROGRAM, torrent, dir, `${ip}:6881`],
  ask: async (_job, { lastLine }) => (lastLine === undefined ? undefined : readLibtorrent(JSON.parse(lastLine))),
};

/** A line of the program above. */
export function readLibtorrent(line: unknown): ClientState {
  const { have, complete, uploaded, downloaded } = objectIn(line);
  const digits = typeof have === 'string' ? have : '';
  const octets = digits.match(/.{1,8}/g) ?? [];
  return {
    have: Uint8Array.from(octets, (octet) => Number.parseInt(octet.padEnd(8, '0'), 2)),
    isComplete: complete === true,
    uploaded: countIn(uploaded),
    downloaded: countIn(downloaded),
  };
}
