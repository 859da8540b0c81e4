# Part of facts.sh: files, directories, disks and unpacked software.
largest=65536 # bytes of a file whose text is shown
most=2000     # names of a directory that are shown

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

# read_only N PATH: where PATH lies on a file system that is mounted read-only, the place where that is mounted.
read_only() {
  real=$(readlink -f "$2") || return
  point='' how=''
  while read -r source mount type options rest; do
    case $real/ in "${mount%/}"/*) ;; *) continue ;; esac
    # Of two mounts in one place the later one is seen.
    [ "${#mount}" -lt "${#point}" ] || point=$mount how=$options
  done </proc/self/mounts
  case ,$how, in *,ro,*) line read-only "$1 $point" ;; esac
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
  [ -w "$above" ] || read_only "$1" "$above"
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
