#!/bin/sh
# A shell on a ZooKeeper server, or one command of it: zookeeper-shell.sh HOST:PORT[/CHROOT] [COMMAND [ARGUMENT...]]
if [ $# -eq 0 ]; then
  echo 'usage: zookeeper-shell.sh HOST:PORT[/CHROOT] [COMMAND [ARGUMENT...]]' >&2
  exit 1
fi
self=$(readlink -f "$0") || exit 1
run=${self%/*}/kafka-run-class.sh
server=$1
shift
if [ $# -eq 0 ]; then
  exec "$run" org.apache.zookeeper.ZooKeeperMain -server "$server"
fi
# ZooKeeper 3.4.6 ignores a command among its arguments without a word; it takes it from standard input.
echo "$*" | "$run" org.apache.zookeeper.ZooKeeperMain -server "$server"
