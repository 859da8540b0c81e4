#!/bin/sh
# service.sh start BASE COMPONENT [WATCH_SECONDS]            starts it unless it runs, and sees that it lives that long
# service.sh stop BASE COMPONENT SECONDS [KILL_SECONDS]      ends it; with KILL_SECONDS kills what is left after SECONDS
# service.sh restart BASE COMPONENT SECONDS [WATCH_SECONDS]  ends it and starts it again, also when the caller goes away meanwhile
# service.sh status BASE COMPONENT                           says what is
# service.sh boot BASE COMPONENT                             after a reboot: starts it unless a person stopped it
#
# Prints `state running|starting|orphan|stopped|failed`, `pid N`, `supervisor N`, `changed yes|no`. Ends with 0 when it is as
# asked, 1 when it could not be started, 2 for wrong arguments, 3 when it is still there, 4 when it runs but nobody watches it.
set -u
[ $# -ge 3 ] || {
  echo 'usage: service.sh start|stop|restart|status|boot BASE COMPONENT ...' >&2
  exit 2
}
verb=$1
base=$2
component=$3
shift 3
run=$base/run/$component
out=$base/log/$component.out
# shellcheck source=templates/service/process.sh
. "$base/bin/process.sh"

start_deadline=10     # s until the supervisor has recorded the process
term_every=2          # s; a shell may lose a signal that comes while it forks
start_patience=40     # s that a start waits for a restart in hand
restart_patience=3600 # s that a restart goes on waiting for the old process once its caller was told that this takes long
follow_slack=30       # s beyond what the steps of a restart may take
changed=no
newline='
'

look() {
  supervisor='' service='' frozen=''
  # The service is looked at last: a supervisor that has just ended has ended its service before.
  if lives "$run.pid"; then
    supervisor=$pid
    [ "$state" != T ] || frozen="the supervisor (pid $pid)"
  fi
  if lives "$run.child"; then
    service=$pid
    [ "$state" != T ] || frozen="the process (pid $pid)"
  fi
  recorded=$owner-$owner_start
  case ${supervisor:+s}${service:+p} in
    sp) now=running ;;
    s) now=starting ;;
    p) now=orphan ;;
    *) if [ -e "$run.failed" ]; then now=failed; else now=stopped; fi ;;
  esac
}

report() {
  printf 'state %s\n' "$now"
  [ -z "$service" ] || printf 'pid %s\n' "$service"
  [ -z "$supervisor" ] || printf 'supervisor %s\n' "$supervisor"
  printf 'changed %s\n' "$changed"
}

say() {
  printf '%s\n' "$1" >&2
}

# Seconds since boot: the clock of day may jump.
clock() {
  read -r up rest </proc/uptime
  up=${up%%.*}
}

# Short at first, for what is quick; then less often.
naps=0
nap() {
  naps=$((naps + 1))
  if [ "$naps" -lt 20 ]; then sleep 0.1; else sleep 0.5; fi 2>/dev/null || sleep 1
}

# apart COMMAND...: runs it in a session of its own and as nobody's child, so that it survives the login and the end of this script.
apart() {
  if command -v setsid >/dev/null 2>&1; then
    (setsid "$@" </dev/null &)
  else
    (nohup "$@" </dev/null &)
  fi
}

detach() {
  mkdir -p "$base/run" "$base/log"
  apart sh "$base/bin/supervise.sh" "$base" "$component" >>"$out" 2>&1
}

start_service() {
  rm -f "$run.down"
  look
  if [ "$now" = stopped ] || [ "$now" = failed ]; then
    rm -f "$run.failed"
    detach
  fi
  [ "$now" = running ] || [ "$now" = orphan ] || changed=yes
  clock
  began=$up
  next=$up
  before=$recorded
  while [ "$now" != running ] && [ "$now" != orphan ]; do
    clock
    [ $((up - began)) -le "$start_deadline" ] || return 1
    if [ "$now" = starting ] && [ "$up" -ge "$next" ]; then
      # It may be waiting between two starts: a person who says start need not wait for that.
      kill -USR1 "$supervisor" 2>/dev/null
      next=$((up + 2))
    fi
    nap
    look
    # Recorded and gone again between two looks.
    [ "$now" != starting ] || [ "$recorded" = gone- ] || [ "$recorded" = "$before" ] || return 1
    if [ "$now" = failed ] || [ -e "$run.down" ]; then return 1; fi
  done
}

# watch_service SECONDS: false when the process does not live that long.
watch_service() {
  first=$service
  clock
  began=$up
  while [ $((up - began)) -lt "$1" ]; do
    nap
    look
    [ "$service" = "$first" ] || return 1
    clock
  done
}

# await_restart: false when a restart is in hand and does not end in time. Its process may still be ending: it is not started beside that.
await_restart() {
  clock
  began=$up
  while lives "$run.restart"; do
    clock
    [ $((up - began)) -lt "$start_patience" ] || return 1
    nap
  done
}

start() {
  await_restart || {
    look
    report
    say "a restart is in hand: it waits for process ${service:-${supervisor:--}} to end, and starts the service then"
    exit 1
  }
  start_now "$@"
}

# start_now [WATCH_SECONDS]: the start itself, to the end of this script.
start_now() {
  if start_service && [ "$now" = running ]; then
    enlist
    if [ "$changed" = no ] || watch_service "${1:-0}"; then
      report
      exit 0
    fi
  fi
  report
  case $now in
    orphan)
      say "process $service runs, but nobody watches over it: stop it first"
      exit 4
      ;;
    failed) cat "$run.failed" >&2 ;;
    *)
      if [ -e "$run.down" ]; then
        say 'it was stopped by somebody else before it was started'
        exit 1
      elif [ "$recorded" = gone- ]; then
        say "no process was recorded within $start_deadline s; the last lines of $out:"
      else
        say "it ended right after its start; the last lines of $out:"
      fi
      tail -n 20 "$out" >&2
      ;;
  esac
  exit 1
}

# terminate: asks whoever is in charge to end. A frozen supervisor is woken for that, as it is only ours.
terminate() {
  if [ -n "$supervisor" ]; then
    kill -TERM "$supervisor" 2>/dev/null
    kill -CONT "$supervisor" 2>/dev/null
  else
    kill -TERM "$service" 2>/dev/null
  fi
}

# await_end SECONDS SIGNAL: false when something is still there after that.
await_end() {
  clock
  began=$up
  next=$up
  while :; do
    look
    [ -n "$supervisor$service" ] || return 0
    clock
    [ $((up - began)) -lt "$1" ] || return 1
    if [ "$up" -ge "$next" ]; then
      next=$((up + term_every))
      terminate
    fi
    [ "$2" != KILL ] || [ -z "$service" ] || kill -KILL "$service" 2>/dev/null
    nap
  done
}

# end_restart: a restart in hand gives way to what is asked now. It only takes the steps one after the other; none is cut in half.
end_restart() {
  tries=0
  while lives "$run.restart" && [ "$tries" -lt 50 ]; do
    kill -KILL "$owner" 2>/dev/null
    tries=$((tries + 1))
    nap
  done
  rm -f "$run.restart"
}

# restart SECONDS [WATCH_SECONDS]: has it done by a process that no hang-up and no lost connection ends, and tells what came of it.
restart() {
  mkdir -p "$base/run" "$base/log"
  end_restart
  rm -f "$run.restart.end"
  # Nothing is stopped where a start could not be recorded afterwards.
  said=$({ printf '%s\n' begins >"$run.restart.err"; } 2>&1)
  [ -s "$run.restart.err" ] || {
    look
    report
    say "$base/run cannot be written, so nothing was stopped: ${said:-no space left}"
    exit 1
  }
  apart sh "$base/bin/service.sh" restarting "$base" "$component" "$@" >"$run.restart.out" 2>"$run.restart.err"
  follow "$1"
}

# follow SECONDS: waits until the restart in hand has an end or says that it takes longer, and ends with its words and status.
follow() {
  clock
  began=$up
  begun=''
  until [ -e "$run.restart.end" ]; do
    clock
    [ $((up - began)) -lt $(($1 + start_deadline + follow_slack)) ] || break
    if lives "$run.restart"; then
      begun=yes
    elif [ -e "$run.restart.end" ]; then
      break
    elif [ -n "$begun" ] || [ $((up - began)) -ge "$start_deadline" ]; then
      break
    fi
    nap
  done
  code=''
  { read -r code <"$run.restart.end"; } 2>/dev/null
  cat "$run.restart.out" 2>/dev/null
  cat "$run.restart.err" >&2
  [ -z "$code" ] || exit "$code"
  say 'the restart was ended before it was done'
  exit 1
}

# restarting SECONDS [WATCH_SECONDS]: the restart itself. It leaves no mark that would keep the service off after a reboot.
restarting() {
  trap '' HUP
  exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
  process self || exit 1
  printf '%s %s %s\n' "$pid" "$start" "$boot" >"$run.restart.new" || exit 1
  mv -f "$run.restart.new" "$run.restart" || exit 1
  trap 'restart_ended $?; rm -f "$run.restart"' EXIT
  rm -f "$run.down"
  if ! await_end "$1" TERM; then
    report
    say "still there after $1 s: ${service:+process $service }${supervisor:+supervisor $supervisor }"
    [ -z "$frozen" ] || say "$frozen is frozen (stopped by a signal): it ends once it is sent a CONT, or when it is killed"
    say 'it is started again as soon as it has ended'
    restart_ended 3
    await_end "$restart_patience" TERM || exit 3
  fi
  rm -f "$run.failed"
  start_now "${2:-0}"
}

# restart_ended STATUS: records it as a whole, for whoever waits and for whoever comes later.
restart_ended() {
  printf '%s\n' "$1" >"$run.restart.end.new" && mv -f "$run.restart.end.new" "$run.restart.end"
}

stop() {
  end_restart
  # On a disk that takes nothing any more a stop must still work.
  { mkdir -p "$base/run" && true >"$run.down"; } 2>/dev/null
  look
  [ -z "$supervisor$service" ] || changed=yes
  if await_end "$1" TERM; then
    :
  elif [ $# -gt 1 ] && await_end "$2" KILL; then
    :
  elif [ $# -gt 1 ] && [ -n "$supervisor" ] && [ -z "$service" ] && kill -KILL "$supervisor"; then
    nap
    look
  fi
  if [ -z "$supervisor$service" ]; then
    # Whatever it failed of before, now it is off because a person wanted it.
    rm -f "$run.failed"
    look
    report
    exit 0
  fi
  report
  say "still there after $1 s: ${service:+process $service }${supervisor:+supervisor $supervisor }"
  [ -z "$frozen" ] || say "$frozen is frozen (stopped by a signal): it ends once it is sent a CONT, or when it is killed"
  exit 3
}

# enlist: an @reboot line in the user's crontab, where there is one to be had. Without it a service needs a start after a reboot.
enlist() {
  [ ! -e "$base/bin/no-boot" ] || return 0
  # Only a command of its own is setuid and may write there; the applet inside a busybox shell is not.
  crontab=$(command -v crontab) || return 0
  case $crontab in /*) ;; *) return 0 ;; esac
  case $base in *[\'%\\]*) return 0 ;; esac
  line="@reboot sh '$base/bin/service.sh' boot '$base' $component # fams-ops ${base##*/} $component"
  if ! table=$("$crontab" -l 2>/dev/null); then
    # Only where there is surely none yet: writing after a read that failed would lose the person's own lines.
    case $(LC_ALL=C "$crontab" -l 2>&1) in
      *'no crontab'* | *'No such file'*) table='' ;;
      *) return 0 ;;
    esac
  fi
  case "$newline$table$newline" in *"$newline$line$newline"*) return 0 ;; esac
  {
    [ -z "$table" ] || printf '%s\n' "$table"
    printf '%s\n' "$line"
  } | "$crontab" - >/dev/null 2>&1
  return 0
}

case $verb in
  start) start "$@" ;;
  stop) stop "$@" ;;
  restart) restart "$@" ;;
  restarting) restarting "$@" ;;
  boot) [ -e "$run.down" ] || start "$@" ;;
  status)
    look
    report
    ;;
  *)
    say "unknown: $verb"
    exit 2
    ;;
esac
