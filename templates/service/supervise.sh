#!/bin/sh
# supervise.sh BASE COMPONENT: keeps one service running. It starts BASE/bin/COMPONENT.run as its child, starts it again
# when it ends, and gives up when it cannot live. service.sh starts this script away from any terminal or login.
# Between two starts, run/COMPONENT.retry says when the next one comes and how the last process ended. A run script that must wait
# before it becomes the service writes why into run/COMPONENT.waits, and removes that when it goes on.
set -u
umask 022
# What the caller had open is none of the service's: a pipe kept open here would never end there.
exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
base=$1
component=$2
run=$base/run/$component
out=$base/log/$component.out
# shellcheck source=templates/service/process.sh
. "$base/bin/process.sh"

max_out=1048576  # bytes of output that a new start goes on with
short_life=10    # s; ending sooner counts as a failed start
max_short=5      # failed starts in a row
long_life=60     # s; after that the next pause is the first one again
longest_pause=30 # s
killed=137       # status of a process that was ended by KILL
person=4         # status by which a service says that starting it again would not help

stopping='' # asked to end
phase=''    # `pause` while waiting between two starts
again=''    # asked to end that pause
job=''      # the child in hand: the service, or the sleep of a pause
job_start=''

# claim FILE: makes FILE name this process. False when a living process has it. `ln` decides between any number of contenders.
claim() {
  process self || return 1
  mine=$run.$pid-$start.claim
  tries=0
  printf '%s %s %s\n' "$pid" "$start" "$boot" >"$mine" || return 1
  take "$1"
  won=$?
  rm -f "$mine"
  return "$won"
}

take() {
  until ln "$mine" "$1" 2>/dev/null; do
    lives "$1" && return 1
    tries=$((tries + 1))
    [ "$tries" -lt 100 ] || return 1
    [ "$owner" = gone ] || bury "$1" "$owner-$owner_start"
  done
}

# bury FILE OWNER: removes FILE if it still names OWNER, who is dead. Whoever does that must hold the claim to this one grave:
# otherwise a slow contender could remove what a faster one has just put there.
bury() {
  take "$1.$2" || {
    sleep 1
    return
  }
  lives "$1"
  [ "$owner-$owner_start" != "$2" ] || rm -f "$1"
  rm -f "$1.$2"
}

# put NAME TEXT: replaces run/COMPONENT.NAME as a whole.
put() {
  printf '%s\n' "$2" >"$run.$1.new" && mv -f "$run.$1.new" "$run.$1"
}

say() {
  printf '%s fams-ops: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" >>"$out"
}

# Seconds since boot: the clock of day may jump.
clock() {
  read -r up rest </proc/uptime
  up=${up%%.*}
}

# The watched files as they are now, just before they are read by the service.
fingerprint() {
  while IFS= read -r path || [ -n "$path" ]; do
    sum=$({ sha256sum <"$path"; } 2>/dev/null)
    sum=${sum%% *}
    printf '%s  %s\n' "${sum:-absent}" "$path"
  done <"$base/bin/$component.watched" | sha256sum
}

launch() {
  [ ! -f "$out" ] || [ "$(wc -c <"$out")" -le "$max_out" ] || mv -f "$out" "$out.1"
  sum=$(fingerprint)
  put fingerprint "${sum%% *}"
  put restarts "$restarts"
  rm -f "$run.retry" "$run.waits"
  put since "$(date +%s)"
  clock
  began=$up
  [ -z "$stopping" ] || leave 0
  # The child itself records its pid, before the service exists: wherever this script is killed, no service runs unrecorded,
  # and none starts beside another. A signal that comes while a shell forks may be lost, but a stop leaves its mark first.
  (
    claim "$run.child" || exit 1
    [ ! -e "$run.down" ] || exit 0
    exec sh "$base/bin/$component.run"
  ) </dev/null >>"$out" 2>&1 &
  watch $!
}

# watch PID: from now on it is what a signal is passed on to; one that came before this is passed on here.
watch() {
  job=$1
  job_start=''
  process "$job" && job_start=$start
  { [ -z "$stopping" ] && [ -z "$again" ]; } || pass_on
}

pass_on() {
  [ -z "$job" ] || kill -TERM "$job" 2>/dev/null
}

# Waits for the child's end. `wait` also returns for a signal; only a process that is not there any more has ended.
await() {
  while :; do
    wait "$job" 2>/dev/null
    status=$?
    process "$job" && [ "$start" = "$job_start" ] || break
  done
  job=''
}

pause() {
  again=''
  phase=pause
  if [ -z "$stopping" ]; then
    sleep "$1" &
    watch $!
    await
  fi
  phase=''
}

how() {
  if [ "$status" -gt 128 ] && name=$(kill -l $((status - 128)) 2>/dev/null); then
    printf 'with status %s (signal %s)' "$status" "$name"
  else
    printf 'with status %s' "$status"
  fi
}

# give_up REASON: for good, with what it said last. On a disk that takes nothing nobody would learn why: it returns, to try again.
give_up() {
  say "$1"
  { { printf '%s\n' "$1" && tail -n 20 "$out" | cut -c 1-500; } >"$run.failed.new" && mv -f "$run.failed.new" "$run.failed"; } 2>/dev/null &&
    leave 1
  delay=$longest_pause
}

leave() {
  lives "$run.child" || rm -f "$run.child"
  rm -f "$run.pid" "$run.retry" "$run.waits"
  exit "$1"
}

main() {
  trap '' HUP
  trap 'stopping=yes; pass_on' TERM INT
  trap '[ "$phase" != pause ] || { again=yes; pass_on; }' USR1
  claim "$run.pid" || exit 0
  # Somebody stopped it while this script was on its way.
  [ ! -e "$run.down" ] || leave 0
  for left in "$run".*.claim "$run.child"; do
    lives "$left" || rm -f "$left"
  done
  rm -f "$run.failed"
  restarts=0 short=0 delay=1
  while :; do
    launch
    await
    [ -z "$stopping" ] || leave 0
    # Only an orphan of an earlier supervisor can have the claim now; it is not ours to stop.
    ! lives "$run.child" || give_up "process $owner runs already and nobody watches over it: restart it"
    [ "$status" -ne "$person" ] || give_up "it asks for a person: $(tail -n 1 "$out" | cut -c 1-1000)"
    clock
    lived=$((up - began))
    # What was killed from outside (by the kernel that had no memory left, by a person) may well live the next time.
    if [ "$lived" -lt "$short_life" ] && [ "$status" -ne "$killed" ]; then short=$((short + 1)); else short=0; fi
    [ "$lived" -lt "$long_life" ] || delay=1
    [ "$short" -lt "$max_short" ] ||
      give_up "gave up after $short starts that each lived less than $short_life s; the last one ended $(how)"
    say "ended $(how) after $lived s; next start in $delay s"
    put retry "$(($(date +%s) + delay)) it ended $(how) after $lived s"
    pause "$delay"
    [ -z "$stopping" ] || leave 0
    if [ -n "$again" ]; then
      short=0 delay=1 again=''
    else
      delay=$((delay * 2))
      [ "$delay" -le "$longest_pause" ] || delay=$longest_pause
    fi
    restarts=$((restarts + 1))
  done
}

main
