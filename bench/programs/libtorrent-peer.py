"""Runs libtorrent on one torrent, set for speed: libtorrent-peer.py TORRENT DIR IP [SEED]

With the address of a seed it leaves as soon as everything is verified; without, it seeds until it is asked to stop."""

import os
import sys

import libtorrent as lt

torrent, folder, ip, *seed = sys.argv[1:]

# Its own preset for fast seeds (large queues and send buffers), and beyond it: no limits, no detours.
settings = lt.high_performance_seed()
settings.update(
    {
        "listen_interfaces": f"{ip}:6881",
        "outgoing_interfaces": ip,
        "enable_dht": False,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        "enable_incoming_utp": False,
        "enable_outgoing_utp": False,
        "in_enc_policy": int(lt.enc_policy.pe_disabled),
        "out_enc_policy": int(lt.enc_policy.pe_disabled),
        "allow_multiple_connections_per_ip": True,
        "download_rate_limit": 0,
        "upload_rate_limit": 0,
        "unchoke_slots_limit": -1,
        "max_out_request_queue": 1500,
        "max_allowed_in_request_queue": 2000,
        "max_queued_disk_bytes": 64 * 1024 * 1024,
        "aio_threads": 4,
        "hashing_threads": 2,
        "alert_mask": lt.alert.category_t.error_notification
        | lt.alert.category_t.status_notification
        | lt.alert.category_t.storage_notification,
    }
)
# Flags 0: without the plugins, of which peer exchange is one.
session = lt.session(settings, flags=0)
parameters = lt.add_torrent_params()
parameters.ti = lt.torrent_info(torrent)
parameters.save_path = folder
parameters.flags &= ~(lt.torrent_flags.paused | lt.torrent_flags.auto_managed)
handle = session.add_torrent(parameters)
if seed:
    handle.connect_peer((seed[0], 6881))

while True:
    session.wait_for_alert(1000)
    for alert in session.pop_alerts():
        if isinstance(alert, lt.torrent_finished_alert):
            print("complete", flush=True)
            # Verified pieces may still wait for their place in the file.
            handle.flush_cache()
        elif isinstance(alert, lt.cache_flushed_alert) and seed and handle.status().is_finished:
            # At once: what it does after the last piece is written is not part of the transfer.
            os._exit(0)
