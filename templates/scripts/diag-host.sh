# diag-host.sh BASE LINES COMPONENT...: what somebody who looks into a trouble from afar wants to know of this host. Changes nothing.
# Answers in blocks: `:NAME`, base64, `.`; a line `missing NAME REASON` for what is not there. The last line is `end`.
base=$1
lines=$2
shift 2
largest=2097152 # bytes of one file
most=60         # files of one directory
boot=''
{ read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null

# block NAME COMMAND...: its output, also where it fails halfway.
block() {
  name=$1
  shift
  printf ':%s\n' "$name"
  "$@" 2>&1 | tail -c "$largest" | base64
  printf '.\n'
}

missing() {
  printf 'missing %s %s\n' "$1" "$2"
}

# each DIR NAME: the ends of its files; what a JVM dumps of its memory is too large and holds everything.
each() {
  left=$most
  for file in "$1"/* "$1"/.[!.]*; do
    if [ ! -f "$file" ] || [ -L "$file" ]; then continue; fi
    title=${file##*/}
    case $title in *[!A-Za-z0-9._-]* | *.hprof | *.gz | core*) continue ;; esac
    if [ ! -r "$file" ]; then
      missing "$2/$title" 'it cannot be read'
      continue
    fi
    left=$((left - 1))
    if [ "$left" -lt 0 ]; then
      missing "$2/$title" "more than $most files are there"
      continue
    fi
    block "$2/$title" tail -n "$lines" "$file"
  done
}

# lives FILE: whether the process that FILE names is there, as in service.sh.
lives() {
  pid='' start='' born=''
  { read -r pid start born <"$1"; } 2>/dev/null
  [ -n "$pid" ] && [ "$born" = "$boot" ] || return 1
  { read -r stat <"/proc/$pid/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  [ "${20}" = "$start" ]
}

arguments() {
  tr '\000' '\n' <"/proc/$pid/cmdline"
}

process() {
  if ! lives "$base/run/$1.child"; then
    missing "process/$1" 'it does not run'
    return
  fi
  for file in status limits io; do
    [ ! -r "/proc/$pid/$file" ] || block "process/$1.$file" cat "/proc/$pid/$file"
  done
  block "process/$1.cmdline" arguments
}

for file in meminfo loadavg uptime mounts version; do
  block "system/$file" cat "/proc/$file"
done
[ ! -r /etc/os-release ] || block system/os-release cat /etc/os-release
block system/df df -Pk
block system/inodes df -Pi
block system/date date -u
block system/id id
# shellcheck disable=SC3045  # dash, bash and busybox all know ulimit -a
block system/ulimit ulimit -a
for component in "$@"; do
  process "$component"
done
if [ -d "$base" ]; then
  each "$base/run" run
  each "$base/log" log
else
  missing log "there is no $base"
fi
echo end
