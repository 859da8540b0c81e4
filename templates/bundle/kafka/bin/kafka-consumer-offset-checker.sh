#!/bin/sh
# Shows how far behind the consumers of a group are.
self=$(readlink -f "$0") || exit 1
exec "${self%/*}/kafka-run-class.sh" kafka.tools.ConsumerOffsetChecker "$@"
