# remove.sh look|remove HOME BASE [KIND PATH REAL PROOF NAMES]...: removes each of these trees, and nothing else.
# REAL is where PATH led when the removal was decided. KIND and PROOF say what makes the tree ours:
#   data      PROOF is its fams-ops.json in base64; it stays as long as something else does
#   software  PROOF is the file of its record; what is in it must be of the manifest beside that
#   base      there is no PROOF
# NAMES is an extended regular expression: of data and base, what has another name was put there by somebody else and stays.
# Everything is judged again at the moment of removal: it may have been changed since it was decided.
# Answers to `look`: `goes`, `emptied`, `ok` (nothing is there) or `refused REASON`, one for each tree.
mode=$1
home=$2
base=$3
shift 3
newline='
'

# refuse REASON: this tree stays as it is.
refuse() {
  reason=$1
  return 1
}

# lies_well: no tree is removed that holds the home or what is in its place, and no data inside our own directory.
lies_well() {
  [ "$real" != / ] || refuse "$path leads to /" || return
  for place in "$home" "$home/.ssh" "$home/.fams-ops"; do
    case $(real_path "$place")/ in "$real"/*) refuse "$path is $real, and $place lies there" || return ;; esac
  done
  case $kind in
    data) case $real/ in "$(real_path "$home/.fams-ops")"/*) refuse "$path is $real, which lies among our own files" ;; esac ;;
    *) [ "$real" = "$(real_path "$home")${path#"$home"}" ] || refuse "$path is $real: what somebody put behind a link is not followed" ;;
  esac
}

data_is_ours() {
  # All that is left of one whose removal was interrupted.
  [ -n "$(ls -A "$real")" ] || return 0
  # A link could be to the record of another directory.
  [ -f "$real/fams-ops.json" ] && [ ! -L "$real/fams-ops.json" ] && [ "$(base64 <"$real/fams-ops.json" | tr -d '\n')" = "$proof" ] ||
    refuse "the fams-ops.json in $path does not say that it is this cluster's" || return
}

software_is_ours() {
  if ! read_record "$proof" || ! names_dir "$path"; then refuse "no record says that $path was put there by fams-ops" || return; fi
  other=$(tenants "$home" "$path" "$proof" | head -n 1)
  [ -z "$other" ] || refuse "${other%/bundles/*} names $path: another cluster uses it" || return
  other=$(strangers "$real" "$proof" | few)
  [ -z "$other" ] || refuse "$path holds something that fams-ops did not put there: $other" || return
  user=$(stranger_in "$real")
  # A tool that verify has started somewhere else is gone in a moment.
  tries=10
  [ "$mode" != look ] || tries=2
  while [ -n "$user" ] && [ "$tries" -gt 0 ]; do
    sleep 1
    tries=$((tries - 1))
    user=$(stranger_in "$real")
  done
  [ -z "$user" ] || refuse "process $user runs from $path: $(head -c 200 "/proc/$user/cmdline" 2>/dev/null | tr '\000' ' ')"
}

# stranger_in DIR: the first process that runs from it and is none of ours.
stranger_in() {
  for user in $(users "$1"); do
    works_in "$user" "$base" || {
      printf '%s\n' "$user"
      return
    }
  done
}

base_is_ours() {
  if [ -e "$real/bin/process.sh" ] || [ -d "$real/lock" ] || [ -n "$(ls "$real/bundles" 2>/dev/null)" ]; then return 0; fi
  other=$(contents "$real" | sed 's,^\./,,' | few)
  [ -z "$other" ] || refuse "$path holds something that fams-ops did not put there: $other"
}

# strange_names: what in the tree has no name of ours, one a line.
strange_names() {
  # shellcheck disable=SC2012 # a name with a line break is looked at in is_kept
  [ "$kind" = software ] || ls -A "$real" | LC_ALL=C grep -vE -e "$names" -e '^fams-ops\.json$' -e '^fams-ops\.started$' -e '^\.lock-' -e '^\..*\.fams-put\.'
}

# is_kept ENTRY: what stays although the rest of the tree goes.
is_kept() {
  case $kind in software) return 1 ;; esac
  case ${1##*/} in *"$newline"*) return 0 ;; esac
  case $newline$strange$newline in *"$newline${1##*/}$newline"*) return 0 ;; esac
  return 1
}

# each_entry COMMAND: calls it for each entry of the tree.
each_entry() {
  for entry in "$real"/* "$real"/.[!.]* "$real"/..?*; do
    [ -e "$entry" ] || [ -L "$entry" ] || continue
    "$1" "$entry"
  done
}

# locked DIR: the first directory in it whose entries we may not delete.
locked() {
  find "$1" -type d 2>/dev/null | while IFS= read -r inner; do
    if [ -w "$inner" ] && [ -x "$inner" ] && [ -r "$inner" ]; then continue; fi
    top=${inner#"$real"}
    top=${top#/}
    [ -n "$top" ] && is_kept "${top%%/*}" && continue
    # One that is empty goes with a rmdir, which asks the directory above.
    [ "$inner" != "$real" ] && [ -r "$inner" ] && [ -z "$(ls -A "$inner")" ] && continue
    printf '%s\n' "$inner"
    break
  done
}

# may_go: whether the directory itself can be removed, and not only what is in it.
may_go() {
  [ ! -L "$path" ] && [ -z "$is_mount" ] && [ -z "$strange" ] || return 1
  above=${real%/*}
  [ -w "${above:-/}" ] && [ -x "${above:-/}" ] || return 1
  [ ! -k "${above:-/}" ] || [ -O "$real" ] || [ -O "${above:-/}" ] || [ "$(id -u)" = 0 ]
}

# judge KIND PATH REAL PROOF NAMES: sets $verdict to ok, goes or emptied; false with a $reason where the tree stays as it is.
judge() {
  kind=$1 path=$2 real=$3 proof=$4 names=$5 verdict='' reason='' is_mount='' strange=''
  case $path in
    / | */ | *//* | */./* | */../* | */. | */..) refuse "$path is not what a tree of ours is called" || return ;;
    /*) ;;
    *) refuse "$path is not what a tree of ours is called" || return ;;
  esac
  if [ ! -e "$path" ] && [ ! -L "$path" ]; then
    verdict=ok
    return 0
  fi
  [ -d "$path" ] || refuse "$path is no directory" || return
  [ "$(real_path "$path")" = "$real" ] || refuse "$path leads to $(real_path "$path") now, and led to $real before" || return
  lies_well || return
  "${kind}_is_ours" || return
  other=$(cd "$real" && find . -name fams-ops.json ! -path ./fams-ops.json 2>/dev/null | head -n 1)
  [ -z "$other" ] || refuse "in $path lie the data of another: ${other#./}" || return
  points=$(mounts "$real")
  other=$(printf '%s\n' "$points" | grep -vxF -e "$real" | head -n 1)
  [ -z "$other" ] || refuse "$other in it is a file system of its own" || return
  [ -z "$points" ] || is_mount=yes
  strange=$(strange_names)
  other=$(locked "$real")
  [ -z "$other" ] || refuse "$(id -un 2>/dev/null || id -u) may not delete what is in $other" || return
  if may_go; then verdict=goes; else verdict=emptied; fi
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

# has_lock: whether a living run holds the lock of this cluster: ours. One of a dead run goes with the rest. See lock.sh for the time of
# a beat.
has_lock() {
  [ "$kind" = base ] || return 1
  read -r up idle </proc/uptime
  for owner in "$real"/lock/owner.*; do
    beat=$(stat -c %Y -- "$owner" 2>/dev/null) || continue
    age=$((${up%%.*} - beat))
    [ "$age" -gt 60 ] || [ "$age" -lt -60 ] || return 0
  done
  return 1
}

removed=no
# The identity record goes last, so that a tree that is half gone still says whose it is. A link is removed, not what it leads to.
delete() {
  case $1 in "$real/fams-ops.json") return ;; esac
  [ "$1" != "$real/lock" ] || ! has_lock || return 0
  ! is_kept "$1" || return 0
  said=$(rm -rf -- "$1" 2>&1) || fail "$said"
  removed=yes
}

# remove_judged: what the verdict says. Where somebody puts something in meanwhile, rmdir fails and nothing of theirs is lost.
remove_judged() {
  removed=no
  [ "$kind" != base ] || forget "$path"
  [ "$verdict" != ok ] || return 0
  each_entry delete
  # fsck makes a lost+found at the root of a file system: that is nobody's.
  if [ "$kind" = data ] && [ -e "$real/fams-ops.json" ] && { [ -z "$strange" ] || [ "$strange" = lost+found ]; }; then
    said=$(rm -f -- "$real/fams-ops.json" 2>&1) || fail "$said"
    removed=yes
  fi
  [ "$verdict" = goes ] || return 0
  # The lock holds off others until all is gone; its directory goes when it is given back.
  ! has_lock || return 0
  said=$(rmdir -- "$path" 2>&1) || fail "$said"
  removed=yes
  # The directory that holds one for each cluster was made along with the first of them.
  [ "$kind" != base ] || rmdir -- "${path%/*}" 2>/dev/null
}

while [ $# -ge 5 ]; do
  if [ "$mode" = look ]; then
    if judge "$1" "$2" "$3" "$4" "$5"; then answer "$verdict"; else answer "refused $(printf '%s' "$reason" | tr '\n' ' ' | cut -c 1-1000)"; fi
  else
    judge "$1" "$2" "$3" "$4" "$5" || fail "$reason. It was left as it is"
    remove_judged
    if [ "$removed" = yes ]; then answer changed; else answer ok; fi
  fi
  shift 5
done
