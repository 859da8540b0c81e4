#!/bin/sh
# Stops the ZooKeeper server that was started from this directory, and waits for its end.
self=$(readlink -f "$0") || exit 1
exec "${self%/*}/kafka-stop-class.sh" org.apache.zookeeper.server.quorum.QuorumPeerMain 'ZooKeeper server'
