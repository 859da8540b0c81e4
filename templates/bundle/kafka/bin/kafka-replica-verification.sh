#!/bin/sh
# Compares the replicas of topics with each other.
self=$(readlink -f "$0") || exit 1
exec "${self%/*}/kafka-run-class.sh" kafka.tools.ReplicaVerificationTool "$@"
