#!/bin/sh
# set-aside.sh DATA_DIR: renames transaction logs that hold no transaction, as a power loss or a full disk leaves them. ZooKeeper 3.4.6
# ends with an EOFException where it finds one (ZOOKEEPER-1621). Written by fams-ops; edits are overwritten.
header=16 # bytes that come before the first transaction

for log in "$1"/version-2/log.*; do
  case ${log##*/log.} in *[!0-9a-f]*) continue ;; esac
  [ -f "$log" ] && size=$(wc -c <"$log") || continue
  # Space is allocated as zeros before anything is written.
  if [ "$size" -ge "$header" ] && [ -n "$(tr -d '\000' <"$log" | head -c 1)" ]; then continue; fi
  # ZooKeeper reads no name with a second dot.
  mv -f "$log" "$log.empty" || continue
  printf '%s fams-ops: %s holds no transaction (%s bytes): renamed to %s\n' \
    "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$log" "$size" "${log##*/}.empty"
done
