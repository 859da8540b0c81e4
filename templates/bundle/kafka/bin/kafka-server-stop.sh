#!/bin/sh
# Stops the broker that was started from this directory, and waits for its end.
self=$(readlink -f "$0") || exit 1
exec "${self%/*}/kafka-stop-class.sh" kafka.Kafka broker
