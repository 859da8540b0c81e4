#!/usr/bin/env bash
# The first process of the outer namespace: it keeps the bed alive, and when it ends the kernel ends everything below it.
# LIFELINE: a file descriptor whose other end the owner holds; it reads as ended once the owner is gone, however it went.
trap : TERM INT HUP
lifeline=${1:-}
if [ -n "$lifeline" ]; then
  while read -r _; do :; done <&"$lifeline"
  exit
fi
while :; do
  sleep infinity &
  wait $!
done
