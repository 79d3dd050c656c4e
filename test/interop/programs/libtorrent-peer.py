"""Runs libtorrent on one torrent until it is asked to stop: libtorrent-peer.py TORRENT DIR IP"""

import signal
import sys
import threading
import time

import libtorrent as lt

torrent, folder, ip = sys.argv[1:]

asked_to_stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: asked_to_stop.set())

# Flags 0: without the plugins, of which peer exchange is one.
session = lt.session(
    {
        "listen_interfaces": f"{ip}:0",
        "outgoing_interfaces": ip.strip("[]"),
        "enable_dht": False,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        "alert_mask": lt.alert.category_t.error_notification | lt.alert.category_t.tracker_notification,
    },
    flags=0,
)
parameters = lt.add_torrent_params()
parameters.ti = lt.torrent_info(torrent)
parameters.save_path = folder
parameters.flags &= ~(lt.torrent_flags.paused | lt.torrent_flags.auto_managed)
handle = session.add_torrent(parameters)


def leave():
    """Pauses, as a person does who leaves: of a session that just ends, trackers over UDP hear nothing."""
    session.pause()
    end = time.monotonic() + 5
    while time.monotonic() < end:
        alerts = session.pop_alerts()
        for alert in alerts:
            print(alert.message(), flush=True)
        if any(isinstance(alert, (lt.tracker_reply_alert, lt.tracker_error_alert)) for alert in alerts):
            return
        time.sleep(0.05)


complete = False
while not asked_to_stop.wait(0.1):
    for alert in session.pop_alerts():
        print(alert.message(), flush=True)
    status = handle.status()
    if status.is_seeding and not complete:
        complete = True
        print("complete", flush=True)
    elif not complete:
        print(f"{status.state}, {status.progress:.0%} of {status.num_peers} peers", flush=True)
leave()
