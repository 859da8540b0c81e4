"""Carries frames between two interfaces, each MS milliseconds late: relay.py A B MS. Ends when one of them is gone."""

import collections
import errno
import select
import socket
import sys
import time

SOL_PACKET = 263
PACKET_VNET_HDR = 15  # keeps checksum and segmentation state, so the hosts' offloads may stay on
PACKET_IGNORE_OUTGOING = 23  # a frame that we send is not one to carry back
ETH_P_ALL = 3
LARGEST = 70000


def wire(name):
    end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    end.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
    end.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
    end.bind((name, 0))
    end.setblocking(False)
    return end


def frames(end):
    for _ in range(64):  # then the other direction has its turn
        try:
            yield end.recv(LARGEST)
        except BlockingIOError:
            return
        except OSError as error:
            if error.errno != errno.ENETDOWN:
                raise
            return  # down for a while, or gone: the caller looks


def index(name):
    try:
        return socket.if_nametoindex(name)
    except OSError:
        return None


def carry(names, delay):
    a, b = (wire(name) for name in names)
    other = {a: b, b: a}
    wires = {name: index(name) for name in names}  # a later wire of the same name is not ours
    on_the_way = collections.deque()
    print("ready", flush=True)
    look = 0
    while True:
        if time.monotonic() >= look:
            if any(index(name) != number for name, number in wires.items()):
                return
            look = time.monotonic() + 0.5
        due = on_the_way[0][0] if on_the_way else look
        for end in select.select([a, b], [], [], max(0, min(due, look) - time.monotonic()))[0]:
            for frame in frames(end):
                on_the_way.append((time.monotonic() + delay, other[end], frame))
        while on_the_way and on_the_way[0][0] <= time.monotonic():
            _, end, frame = on_the_way.popleft()
            try:
                end.send(frame)
            except OSError:
                pass  # a full queue or a cut wire loses frames


carry(sys.argv[1:3], float(sys.argv[3]) / 1000)
