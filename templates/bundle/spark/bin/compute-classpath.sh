#!/bin/sh
# Prints the class path of the Spark that this file belongs to. A worker asks for it each time that it starts an executor.
self=$(readlink -f "$0") || exit 1
printf '%s\n' "${self%/*/*}/lib/*"
