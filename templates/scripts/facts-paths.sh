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
  [ "$3" != data ] || led "$2"
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
  led "$2"
  if [ ! -e "$2" ] && [ ! -L "$2" ]; then
    line bundle "$1 absent"
    return
  fi
  if ! read_record "$3" || ! names_dir "$2"; then
    line bundle "$1 foreign"
    occupancy "$1" "$2" "$3" ''
    return
  fi
  found=$digest
  watched=''
  { read -r watched <"${3%.record}.digest"; } 2>/dev/null
  intact=no
  [ "$watched" != "$digest" ] || [ "$(listing "$2")" != "$recorded" ] || intact=yes
  line bundle "$1 ours $found $intact"
  if [ "$intact" = yes ]; then tenancy "$1" "$2" "$3"; else occupancy "$1" "$2" "$3" "$3"; fi
}

# tenancy N DIR RECORD: the other clusters in this home that use this software.
tenancy() {
  tenants "$home" "$2" "$3" | while IFS= read -r other; do
    read_record "$other"
    same=no
    [ "$(listing "$2")" != "$recorded" ] || same=yes
    cluster=${other%/bundles/*}
    printf '%s\000%s\000%s' "${cluster##*/}" "$digest" "$same" | block "tenant $1"
  done
}

# occupancy N DIR RECORD OWN_RECORD: what is not ours in a directory that has the name of our software.
occupancy() {
  tenancy "$1" "$2" "$3"
  [ -d "$2" ] || return
  strangers "$2" "$4" | head -n "$most" | block "strangers $1"
  users "$(real_path "$2")" | while read -r user; do
    works_in "$user" "$home/.fams-ops" ||
      printf '%s %s\000' "$user" "$(head -c 300 "/proc/$user/cmdline" 2>/dev/null | tr '\000' ' ')"
  done | block "users $1"
}

# led PATH: where it leads, if that is somewhere else.
led() {
  real=$(real_path "$1")
  [ "$real" = "$1" ] || printf '%s\000%s' "$1" "$real" | block link
}
