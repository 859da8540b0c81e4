#!/bin/sh
# Prints the records of one partition, read from one replica.
self=$(readlink -f "$0") || exit 1
exec "${self%/*}/kafka-run-class.sh" kafka.tools.SimpleConsumerShell "$@"
