#!/bin/sh
# Prints the records of a topic; without --max-messages it never ends.
KAFKA_HEAP_OPTS=${KAFKA_HEAP_OPTS:--Xmx512M}
export KAFKA_HEAP_OPTS
self=$(readlink -f "$0") || exit 1
exec "${self%/*}/kafka-run-class.sh" kafka.tools.ConsoleConsumer "$@"
