#!/bin/sh
# Moves partitions to other brokers.
self=$(readlink -f "$0") || exit 1
exec "${self%/*}/kafka-run-class.sh" kafka.admin.ReassignPartitionsCommand "$@"
