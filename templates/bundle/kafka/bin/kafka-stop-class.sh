#!/bin/sh
# Stops what was started from this directory with this main class, and nothing else: kafka-stop-class.sh CLASS TITLE
# Waits for its end, KAFKA_STOP_SECONDS (default 120) at most; never kills what does not end by itself.

self=$(readlink -f "$0") || exit 1
home=${self%/*/*}
class=$1
title=$2
seconds=${KAFKA_STOP_SECONDS:-120}
space=$(readlink /proc/self/ns/pid)

# Whether the process $1 is a Java with this directory's class path and this main class, compared argument by argument:
# a text search would also hit the brokers of other directories, editors and itself. False, too, for one that has ended.
ours() {
  tr '\0' '\n' 2>/dev/null <"/proc/$1/cmdline" | {
    IFS= read -r word || exit 1
    case $word in java | */java) ;; *) exit 1 ;; esac
    path=''
    while IFS= read -r word; do
      case $word in
        -cp) IFS= read -r path ;;
        -*) ;;
        *) break ;;
      esac
    done
    [ "$word" = "$class" ] || exit 1
    case $path in "$home/libs/*" | *":$home/libs/*") exit 0 ;; esac
    exit 1
  }
}

# Processes of containers show up here too, with paths that mean something else.
same_space() {
  [ "$(readlink "/proc/$1/ns/pid" 2>/dev/null)" = "$space" ]
}

found=''
for entry in /proc/[0-9]*; do
  pid=${entry#/proc/}
  ours "$pid" && same_space "$pid" && found="$found $pid"
done
if [ -z "$found" ]; then
  echo "No $title that was started from $home is running." >&2
  exit 1
fi

failed=0
stopping=''
for pid in $found; do
  if kill -s TERM "$pid"; then
    echo "Stopping the $title, process $pid ..."
    stopping="$stopping $pid"
  else
    failed=1
  fi
done

end=$(($(date +%s) + seconds))
for pid in $stopping; do
  while ours "$pid"; do
    if [ "$(date +%s)" -ge "$end" ]; then
      echo "The $title, process $pid, is still running after $seconds s. See its log; kill -9 $pid ends it without a clean shutdown." >&2
      failed=1
      break
    fi
    # Fractions are not in POSIX, but in coreutils and busybox.
    sleep 0.2 2>/dev/null || sleep 1
  done
  ours "$pid" || echo "Stopped the $title, process $pid."
done
exit "$failed"
