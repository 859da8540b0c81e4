# facts.sh HOME BASE JAVA_HOME [KIND NUMBER WHAT RECORD]...
# Says everything about this host that a run needs, and changes nothing. JAVA_HOME is empty where one is to be looked for.
# KIND is file, dir, data (a dir that may hold an identity record), bundle, service or name; names come last.
# NUMBER comes back in the answer; RECORD is empty but for a bundle.
#
# One record a line: a word, often the number, values. What somebody else chose (names,
# contents) is base64 between a line that begins with ":" and a line ".", so that nothing in it can be taken for a record.
home=$1
base=$2
java_home=$3
shift 3
newline='
'
largest=65536 # bytes of a file whose text is shown
most=2000     # names of a directory that are shown

# now: ns since 1970 where date knows %N, else s.
now() {
  moment=$(date +%s%N 2>/dev/null)
  case $moment in '' | *[!0-9]*) moment=$(date +%s) ;; esac
  printf '%s %s\n' "$1" "$moment"
}

# line KEY VALUE: of a value with line breaks, which none of these should have, the first line.
line() {
  printf '%s %s\n' "$1" "${2%%"$newline"*}"
}

# block KEY: its standard input.
block() {
  printf ':%s\n' "$1"
  base64
  printf '.\n'
}

needed='base64 cat chmod cp cut date df find grep gzip head id ln ls mkdir mv nproc readlink rm rmdir sed sha256sum sleep sort stat
 tail tar touch tr uname wc'
tools() {
  for tool in $needed; do
    command -v "$tool" >/dev/null 2>&1 || line missing "$tool"
  done
  command -v setsid >/dev/null 2>&1 || command -v nohup >/dev/null 2>&1 || line missing setsid
}

machine() {
  uid=$(id -u)
  line uid "$uid"
  line user "$(id -un 2>/dev/null || echo "$uid")"
  line system "$(uname -s -r -m)"
  line hostname "$(uname -n)"
  boot=''
  { read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
  line boot "$boot"
  line cpus "$(nproc 2>/dev/null || grep -c '^processor' /proc/cpuinfo)"
  grep -E '^(MemTotal|MemFree|MemAvailable|Buffers|Cached|SwapTotal|SwapFree):' /proc/meminfo 2>/dev/null | sed 's/^/memory /'
  if [ -d "$home" ] && [ -w "$home" ] && [ -x "$home" ]; then line home-writable yes; fi
}

# release HOME: the version in the file that every JDK since 7 carries; of a JRE inside a JDK it lies one floor up.
release() {
  for file in "$1/release" "$1/../release"; do
    [ -r "$file" ] || continue
    while IFS= read -r entry; do
      case $entry in
        JAVA_VERSION=*)
          version=${entry#*=}
          version=${version#\"}
          version=${version%\"}
          return 0
          ;;
      esac
    done <"$file"
  done
  return 1
}

try_java() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] || return 1
  # Starting a JVM costs a tenth of a second and may hang: only where no file says it.
  release "$1" || {
    limit=''
    ! command -v timeout >/dev/null 2>&1 || limit='timeout 10'
    said=$($limit "$1/bin/java" -version 2>&1) || return 1
    case $said in *' version "'*) ;; *) return 1 ;; esac
    version=${said#*' version "'}
    version=${version%%\"*}
  }
  line java-home "$1"
  line java-version "$version"
}

find_java() {
  if [ -n "$java_home" ]; then
    try_java "$java_home"
    return
  fi
  try_java "${JAVA_HOME:-}" && return
  found=$(command -v java 2>/dev/null) && found=$(readlink -f "$found") && try_java "${found%/bin/java}" && return
  for found in /usr/lib/jvm/*; do
    [ ! -L "$found" ] && try_java "$found" && return
  done
}

# Listening TCP sockets, addresses as the kernel writes them. Whose process holds them is asked for our own sockets only:
# those of others cannot be read.
listeners() {
  inodes='' uids=''
  for family in tcp tcp6; do
    while read -r number local remote state queues timer retries owner timeout inode rest; do
      # A table without a listener is one empty line here.
      [ -n "$inode" ] || continue
      line listen "$family $local $owner $inode"
      if [ "$owner" = "$uid" ] || [ "$uid" = 0 ]; then inodes="$inodes|$inode"; fi
      case " $uids " in *" $owner "*) ;; *) uids="$uids $owner" ;; esac
    done <<END
$(grep -E '^ *[0-9]+: [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:[0-9A-F]+ 0A ' "/proc/net/$family" 2>/dev/null)
END
  done
  for owner in $uids; do
    entry=$(getent passwd "$owner" 2>/dev/null || grep "^[^:]*:[^:]*:$owner:" /etc/passwd)
    line account "$owner ${entry%%:*}"
  done
  [ -z "$inodes" ] || holders "${inodes#|}"
}

# holders INODE|INODE...: one `ls` over the open files of all processes; a second directory makes it name each.
holders() {
  holder='' told=' '
  while IFS= read -r entry; do
    case $entry in
      /proc/self/fd:) holder='' ;;
      /proc/*/fd:)
        holder=${entry#/proc/}
        holder=${holder%/fd:}
        ;;
      *'socket:['*)
        [ -n "$holder" ] || continue
        inode=${entry##*'socket:['}
        line holder "${inode%]} $holder"
        case $told in *" $holder "*) continue ;; esac
        told="$told$holder "
        head -c 300 "/proc/$holder/cmdline" 2>/dev/null | tr '\000' ' ' | block "command $holder"
        ;;
    esac
  done <<END
$(ls -ln /proc/self/fd /proc/[0-9]*/fd 2>/dev/null | grep -E "^/proc/|socket:\\[($1)\\]\$")
END
}

# describe PATH: mode, size, device and owner of what is there, links followed.
describe() {
  # shellcheck disable=SC2046
  set -- $(stat -L -c '%a %s %d %U' -- "$1" 2>/dev/null)
  mode=${1:-} size=${2:-} device=${3:-} owner=${4:-}
  [ -n "$device" ]
}

a_file() {
  if [ ! -e "$2" ]; then
    if [ -L "$2" ]; then line file "$1 other a symbolic link that leads nowhere"; else line file "$1 absent"; fi
  elif [ -d "$2" ]; then
    line file "$1 other a directory"
  elif [ ! -f "$2" ]; then
    line file "$1 other a special file"
  elif [ ! -r "$2" ] || ! describe "$2"; then
    line file "$1 other a file that cannot be read"
  else
    line file "$1 file $mode $size"
    if [ "$size" -le "$largest" ]; then
      block "content $1" <"$2"
    else
      sum=$(sha256sum <"$2")
      line sum "$1 ${sum%% *}"
    fi
  fi
}

devices=' '
# disk PATH: the file system that it lies on; each is told once.
disk() {
  case $devices in *" $device "*) return ;; esac
  devices="$devices$device "
  df -Pk -- "$1" 2>/dev/null | block "disk $device"
  line inodes "$device $(stat -f -c '%c %d' -- "$1" 2>/dev/null)"
}

# nearest PATH: the first that exists of PATH and what it lies in.
nearest() {
  above=$1
  while [ ! -e "$above" ] && [ -n "$above" ]; do above=${above%/*}; done
  above=${above:-/}
}

a_dir() {
  nearest "$2"
  describe "$above" || device=none
  if [ "$above" != "$2" ]; then
    if [ -L "$2" ]; then line dir "$1 other $device a symbolic link that leads nowhere"; else line dir "$1 absent $device"; fi
  elif [ ! -d "$2" ]; then
    line dir "$1 other $device a file"
  elif [ ! -r "$2" ] || [ ! -x "$2" ]; then
    # To take it for an empty one could cost somebody their data.
    line dir "$1 other $device a directory that cannot be read"
  else
    writable=no
    [ ! -w "$2" ] || writable=yes
    line dir "$1 dir $device $mode $writable $owner"
    entries "$2" | block "entries $1"
    if [ "$3" = data ] && [ -f "$2/fams-ops.json" ]; then head -c "$largest" "$2/fams-ops.json" | block "identity $1"; fi
  fi
  [ "$device" = none ] || disk "$above"
}

# Names, each followed by a NUL.
entries() {
  cd "$1" 2>/dev/null || return
  left=$most
  for entry in * .[!.]* ..?*; do
    [ -e "$entry" ] || [ -L "$entry" ] || continue
    printf '%s\000' "$entry"
    left=$((left - 1))
    [ "$left" -gt 0 ] || return
  done
}

# A bundle is intact when its files are as they were unpacked, and the file that services watch names it.
a_bundle() {
  if [ ! -d "$2" ]; then
    line bundle "$1 absent"
    return
  fi
  digest='' recorded='' watched=''
  while read -r key value; do
    case $key in
      digest) digest=$value ;;
      listing) recorded=$value ;;
    esac
  done 2>/dev/null <"$3"
  if [ -z "$digest" ]; then
    line bundle "$1 foreign"
    return
  fi
  { read -r watched <"${3%.record}.digest"; } 2>/dev/null
  intact=no
  [ "$watched" != "$digest" ] || [ "$(listing "$2")" != "$recorded" ] || intact=yes
  line bundle "$1 ours $digest $intact"
}

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

a_service() {
  run=$base/run/$2
  supervisor=- pid=- process_state=- open=- limit=- since=- fingerprint=-
  if lives "$run.pid"; then supervisor=$named; fi
  if lives "$run.child"; then
    pid=$named
    process_state=$state
    open_files "$pid"
    value since
    since=$word
    value fingerprint
    fingerprint=$word
  fi
  value restarts
  if [ "$supervisor$pid" != -- ]; then
    now=running
  elif [ -e "$run.failed" ]; then
    now=failed
  elif [ -e "$base/bin/$2.run" ]; then
    now=stopped
  else
    now=absent
  fi
  line service "$1 $now $pid $supervisor $since $word $fingerprint $open $limit $process_state"
  if [ "$now" = failed ]; then head -c "$largest" "$run.failed" | block "failure $1"; fi
}

# a_name N NAME: all its addresses in one line, which is written at once: names are looked up side by side,
# as each may wait for a name server that is not there.
a_name() {
  limit='' addresses=''
  case $2 in
    *:*) answer=$2 ;;
    *[!0-9.]*)
      ! command -v timeout >/dev/null 2>&1 || limit='timeout 5'
      if command -v getent >/dev/null 2>&1; then
        answer=$($limit getent ahosts "$2" 2>/dev/null || $limit getent hosts "$2" 2>/dev/null)
      else
        pattern=$(printf %s "$2" | sed 's/[.]/[.]/g')
        answer=$(sed 's/#.*//' /etc/hosts | grep -iE "[[:space:]]$pattern([[:space:]]|\$)")
      fi
      ;;
    *) answer=$2 ;;
  esac
  while read -r address rest; do addresses="$addresses${address:+ $address}"; done <<END
$answer
END
  line name "$1$addresses"
}

echo 'fams-facts 1'
now clock-begin
tools
machine
find_java
listeners
while [ $# -ge 4 ]; do
  case $1 in
    file) a_file "$2" "$3" ;;
    dir | data) a_dir "$2" "$3" "$1" ;;
    bundle) a_bundle "$2" "$3" "$4" ;;
    service) a_service "$2" "$3" ;;
    name) a_name "$2" "$3" & ;;
  esac
  shift 4
done
wait
now clock-end
echo end
