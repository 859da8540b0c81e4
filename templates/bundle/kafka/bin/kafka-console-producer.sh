#!/bin/sh
# Sends each line of its standard input as a record. Give --sync, or a record that was not taken is lost without a word.
KAFKA_HEAP_OPTS=${KAFKA_HEAP_OPTS:--Xmx512M}
export KAFKA_HEAP_OPTS
self=$(readlink -f "$0") || exit 1
exec "${self%/*}/kafka-run-class.sh" kafka.tools.ConsoleProducer "$@"
