# HOME [PATH]...: removes each of these trees, and nothing else.
home=$1
shift

# empty DIR: what is in it; the identity record last, so that a tree that is half gone still says whose it is. The lock of the cluster
# stays, with the directory that it lies in: it holds off others until all is gone, and goes when it is given back.
empty() {
  for entry in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    case $entry in */fams-ops.json | */.fams-ops/*/lock) continue ;; esac
    [ -e "$entry" ] || [ -L "$entry" ] || continue
    said=$(rm -rf -- "$entry" 2>&1) || fail "$said"
  done
  rm -f -- "$1/fams-ops.json"
}

# The @reboot lines of ours that start something below PATH.
forget() {
  crontab=$(command -v crontab) || return 0
  case $crontab in /*) ;; *) return 0 ;; esac
  table=$("$crontab" -l 2>/dev/null) || return 0
  mine="^@reboot sh '$(printf %s "$1" | sed 's/[.[\*^$]/\\&/g')/.*# fams-ops "
  printf '%s\n' "$table" | grep -q "$mine" || return 0
  printf '%s\n' "$table" | grep -v "$mine" | "$crontab" - >/dev/null 2>&1
}

# has_lock DIR: whether DIR is a cluster's and a living run holds its lock: ours. One of a dead run goes with the rest. See lock.sh for
# the time of a beat.
has_lock() {
  case ${1%/*} in */.fams-ops) ;; *) return 1 ;; esac
  read -r up idle </proc/uptime
  for owner in "$1"/lock/owner.*; do
    beat=$(stat -c %Y -- "$owner" 2>/dev/null) || continue
    age=$((${up%%.*} - beat))
    [ "$age" -gt 60 ] || [ "$age" -lt -60 ] || return 0
  done
  return 1
}

remove() {
  case $1 in
    / | "$home" | "$home/" | */ | *//* | */./* | */../* | */. | */..) fail "refused to remove $1" ;;
    /*) ;;
    *) fail "refused to remove $1" ;;
  esac
  case $home/ in "$1"/*) fail "refused to remove $1, which holds $home" ;; esac
  forget "$1"
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then
    answer ok
  elif [ ! -d "$1" ]; then
    said=$(rm -f -- "$1" 2>&1) || fail "$said"
    answer changed
  elif [ -L "$1" ] || [ "$(stat -c %d -- "$1")" != "$(stat -c %d -- "$1/..")" ]; then
    # A link or a file system of its own was put there by a person: it stays, empty.
    before=$(ls -A "$1")
    empty "$1"
    if [ -n "$before" ]; then answer changed; else answer ok; fi
  else
    empty "$1"
    if has_lock "$1"; then
      answer changed
      return
    fi
    said=$(rm -rf -- "$1" 2>&1) || fail "$said"
    # The directory that holds one for each cluster was made along with the first of them.
    case ${1%/*} in */.fams-ops) rmdir -- "${1%/*}" 2>/dev/null ;; esac
    answer changed
  fi
}

while [ $# -ge 1 ]; do
  remove "$1"
  shift
done
