#!/bin/sh
# Starts a ZooKeeper server with the given configuration: zookeeper-server-start.sh [-daemon] zookeeper.properties
self=$(readlink -f "$0") || exit 1
daemon=''
if [ "$1" = -daemon ]; then
  daemon=-daemon
  shift
fi
if [ $# -eq 0 ]; then
  echo "usage: zookeeper-server-start.sh [-daemon] zookeeper.properties" >&2
  exit 1
fi
KAFKA_HEAP_OPTS=${KAFKA_HEAP_OPTS:--Xmx512M -Xms512M}
export KAFKA_HEAP_OPTS
exec "${self%/*}/kafka-run-class.sh" $daemon -name zookeeper -loggc org.apache.zookeeper.server.quorum.QuorumPeerMain "$@"
