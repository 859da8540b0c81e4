#!/bin/sh
# Gives the leadership of partitions back to their preferred replicas.
self=$(readlink -f "$0") || exit 1
exec "${self%/*}/kafka-run-class.sh" kafka.admin.PreferredReplicaLeaderElectionCommand "$@"
