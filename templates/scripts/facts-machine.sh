# Part of facts.sh: the machine, its Java, who listens there, and what it takes names for.
needed='base64 cat chmod cut date df dirname find grep gzip head id ln ls mkdir mv readlink rm rmdir sed sha256sum sleep sort stat
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
  # A home that is not there yet is made by the first action, where that is allowed.
  nearest "$home"
  if [ -d "$above" ] && [ -w "$above" ] && [ -x "$above" ]; then line home-writable yes; fi
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

# candidate HOME: a Java of this machine under its real path, told once.
candidates=:
candidate() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] || return 0
  real=$(readlink -f "$1/bin/java") || return 0
  case $real in */bin/java) real=${real%/bin/java} ;; *) real=$1 ;; esac
  case $candidates in *":$real:"*) return 0 ;; esac
  candidates=$candidates$real:
  try_java "$real"
}

# Every Java is told: which one fits is known to whoever asks.
find_java() {
  if [ -n "$java_home" ]; then
    try_java "$java_home"
    return
  fi
  candidate "${JAVA_HOME:-}"
  ! found=$(command -v java 2>/dev/null) || ! found=$(readlink -f "$found") || candidate "${found%/bin/java}"
  for found in /usr/lib/jvm/* /usr/java/* /opt/*; do candidate "$found"; done
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

# started_ago PID: how many seconds ago it was started, in $ago. The kernel counts in hundredths of a second wherever it runs.
started_ago() {
  { read -r stat <"/proc/$1/stat" && read -r up rest </proc/uptime; } 2>/dev/null || return 1
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  ago=$((${up%.*} - ${20} / 100))
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
        ! started_ago "$holder" || line holder-ago "$holder $ago"
        head -c 300 "/proc/$holder/cmdline" 2>/dev/null | tr '\000' ' ' | block "command $holder"
        ;;
    esac
  done <<END
$(ls -ln /proc/self/fd /proc/[0-9]*/fd 2>/dev/null | grep -E "^/proc/|socket:\\[($1)\\]\$")
END
}

# Without getent a host knows more names than it can tell: those of its name server.
resolver() {
  ! command -v getent >/dev/null 2>&1 || line resolver yes
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
