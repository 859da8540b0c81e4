#!/bin/sh
# Starts a broker with the given configuration: kafka-server-start.sh [-daemon] server.properties
self=$(readlink -f "$0") || exit 1
daemon=''
if [ "$1" = -daemon ]; then
  daemon=-daemon
  shift
fi
if [ $# -eq 0 ]; then
  echo "usage: kafka-server-start.sh [-daemon] server.properties" >&2
  exit 1
fi
KAFKA_HEAP_OPTS=${KAFKA_HEAP_OPTS:--Xmx1G -Xms1G}
export KAFKA_HEAP_OPTS
exec "${self%/*}/kafka-run-class.sh" $daemon -name kafkaServer -loggc kafka.Kafka "$@"
