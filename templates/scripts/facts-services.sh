# Part of facts.sh: services, by the files that their supervisors write.
# lives FILE: whether the process that FILE names is there, as in service.sh.
lives() {
  named='' named_start='' named_boot=''
  { read -r named named_start named_boot <"$1"; } 2>/dev/null
  [ -n "$named" ] && [ "$named_boot" = "$boot" ] || return 1
  { read -r stat <"/proc/$named/stat"; } 2>/dev/null || return 1
  started=$named_start
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  state=$1
  [ "${20}" = "$started" ] && [ "$state" != Z ] && [ "$state" != X ]
}

# value NAME: first word of run/SERVICE.NAME, or -.
value() {
  word=''
  { read -r word rest <"$run.$1"; } 2>/dev/null
  word=${word:--}
}

open_files() {
  open=- limit=-
  # Listing another user's open files gives the pattern itself.
  set -- "/proc/$1/fd"/*
  [ ! -L "$1" ] || open=$#
  while read -r first second third soft hard unit; do
    [ "$first $second $third" != 'Max open files' ] || limit=$soft
  done 2>/dev/null <"${1%/fd/*}/limits"
}

# runtime PID: the Java that it runs on. Once its files are replaced, the kernel names the old ones as deleted.
runtime() {
  replaced=no version=''
  jvm=$(readlink "/proc/$1/exe" 2>/dev/null) || return 0
  case $jvm in *' (deleted)') replaced=yes jvm=${jvm%' (deleted)'} ;; esac
  jvm=${jvm%/bin/java}
  release "$jvm" || version=''
}

# swapped PID: its memory in swap, kB.
swapped() {
  while read -r key amount unit; do
    [ "$key" != VmSwap: ] || swap=$amount
  done 2>/dev/null <"/proc/$1/status"
}

# java_options PID: JDK_JAVA_OPTIONS that the process was started with; nothing where its environment cannot be read.
java_options() {
  environment=$({ tr '\000' '\n' <"/proc/$1/environ"; } 2>/dev/null)
  [ -n "$environment" ] || return 0
  printf '%s\n' "$environment" | sed -n 's/^JDK_JAVA_OPTIONS=//p' | block "java-options $1"
}

# children PID|PID...: the JVMs that these processes have started, each with its parent and the end of its command line.
children() {
  grep -hE "^[0-9]+ \\(.*\\) [A-Za-z] ($1) " /proc/[0-9]*/stat 2>/dev/null | while IFS= read -r stat; do
    child=${stat%% *}
    # shellcheck disable=SC2086
    set -- ${stat##*) }
    jvm=$(readlink "/proc/$child/exe" 2>/dev/null)
    case ${jvm%' (deleted)'} in */bin/java) ;; *) continue ;; esac
    line child "$child $2"
    cat "/proc/$child/cmdline" 2>/dev/null | tail -c 1000 | block "arguments $child"
    java_options "$child"
  done
}

# blocked RUN: what keeps a supervisor from recording a process. Its file is not made, and keeps what is in it.
blocked() {
  touch -c "$1.pid" 2>/dev/null || echo "its supervisor cannot write in ${1%/*}"
}

parents=''
a_service() {
  run=$base/run/$2
  supervisor=- pid=- process_state=- open=- limit=- since=- fingerprint=- jvm='' swap=-
  if lives "$run.pid"; then supervisor=$named; fi
  if lives "$run.child"; then
    pid=$named
    process_state=$state
    open_files "$pid"
    runtime "$pid"
    swapped "$pid"
    java_options "$pid"
    parents="$parents|$pid"
    value since
    since=$word
    value fingerprint
    fingerprint=$word
  fi
  value restarts
  waits=''
  if [ "$pid" != - ] && { read -r waits <"$run.waits"; } 2>/dev/null; then
    # The run script itself: it is not the service yet.
    now=starting pid=- since=- open=- limit=- process_state=- jvm='' swap=-
  elif [ "$pid" != - ]; then
    now=running
  elif [ "$supervisor" != - ]; then
    now=starting
    waits=$(blocked "$run")
  elif [ -e "$run.failed" ]; then
    now=failed
  elif [ -e "$base/bin/$2.run" ]; then
    now=stopped
  else
    now=absent
  fi
  line service "$1 $now $pid $supervisor $since $word $fingerprint $open $limit $process_state"
  line swap "$1 $swap"
  if [ -n "$jvm" ] && [ -n "$version" ]; then
    line runtime "$1 $replaced $version"
    line runtime-home "$1 $jvm"
  fi
  if [ -n "$waits" ]; then
    line waits "$1 $waits"
  elif [ "$now" = starting ] && { read -r next reason <"$run.retry"; } 2>/dev/null; then
    line retry "$1 $next $reason"
  fi
  if [ "$now" = failed ]; then head -c "$largest" "$run.failed" | block "failure $1"; fi
}
