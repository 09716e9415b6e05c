"""A link that loses packets, between two network namespaces: lossy-link.py LOSS_PERCENT DELAY_MS.

parley-server has 10.9.0.1, parley-players has 10.9.0.2. What the first sends is lost at random, so many packets of a hundred; both
ways take the delay. For kernels without netem. Needs root, Linux and /dev/net/tun; ends, and removes the namespaces, when terminated.
"""

import fcntl
import heapq
import os
import random
import select
import signal
import struct
import subprocess
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001
ENDS = (("parley-server", "prlServer", "10.9.0.1"), ("parley-players", "prlPlayers", "10.9.0.2"))


def tun(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN_NO_PI))
    return device


def run(command):
    subprocess.check_call(command.split())


def open_end(namespace, device, address):
    opened = tun(device)
    run(f"ip netns add {namespace}")
    run(f"ip link set {device} netns {namespace}")
    run(f"ip -n {namespace} link set lo up")
    run(f"ip -n {namespace} addr add {address}/24 dev {device}")
    run(f"ip -n {namespace} link set {device} up txqueuelen 10000 mtu 1500")
    run(f"ip netns exec {namespace} sysctl -qw net.ipv4.tcp_congestion_control=reno")
    return opened


def packets(device):
    for _ in range(64):
        try:
            yield os.read(device, 2048)
        except BlockingIOError:
            return


def carry(server, players, loss, delay):
    waiting = []
    count = 0
    chance = random.Random(4711)
    while True:
        patience = max(0.0, waiting[0][0] - time.monotonic()) if waiting else 1.0
        for device in select.select([server, players], [], [], patience)[0]:
            for packet in packets(device):
                if device == players or chance.random() >= loss:
                    count += 1
                    target = players if device == server else server
                    heapq.heappush(waiting, (time.monotonic() + delay, count, target, packet))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, target, packet = heapq.heappop(waiting)
            try:
                os.write(target, packet)
            except OSError:
                pass  # the device is going away, or full: one more lost


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server, players = [open_end(*end) for end in ENDS]
        print("ready", flush=True)
        carry(server, players, float(sys.argv[1]) / 100, float(sys.argv[2]) / 1000)
    finally:
        for namespace, _, _ in ENDS:
            subprocess.call(["ip", "netns", "del", namespace])


if __name__ == "__main__":
    main()
