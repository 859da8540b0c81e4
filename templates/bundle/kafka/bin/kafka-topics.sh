#!/bin/sh
# Creates, lists, describes, alters and deletes topics. It ends with 0 even where the broker refused: read what it prints.
self=$(readlink -f "$0") || exit 1
exec "${self%/*}/kafka-run-class.sh" kafka.admin.TopicCommand "$@"
