# lock.sh take BASE TOKEN STALE_SECONDS HOLDER_BASE64 [DEAD_TOKEN]   take the lock of this host
# lock.sh beat BASE TOKEN                                            say that its holder lives
# lock.sh release BASE TOKEN                                         give it back, or take it away from TOKEN
# lock.sh read BASE                                                  say who has it
#
# The lock is the directory BASE/lock, made by mkdir, with one file owner.TOKEN in it: the holder, and the boot id of this host. The
# file's time is the last beat in seconds since boot (so it reads as a day in 1970): no step of the clock of day makes a lock look
# dead, a reboot does, and a beat needs no room on a full disk. Only one contender can move a given owner away, so a dead one is
# replaced by only one.
# Answers: `mine`, `gone`, `failed REASON`, `held TOKEN SECONDS_SINCE_BEAT HOLDER_BASE64`.
verb=$1
base=$2
token=${3:-}
lock=$base/lock
read -r boot </proc/sys/kernel/random/boot_id

# Seconds since boot.
clock() {
  read -r up rest </proc/uptime
  up=${up%%.*}
}

# stamp FILE: its holder lives now.
stamp() {
  clock
  touch -c -d "@$up" -- "$1"
}

# owner [BUT]: sets $other to the token of an owner other than BUT, and its $age; false where there is none.
owner() {
  for file in "$lock"/owner.*; do
    [ -f "$file" ] || continue
    other=${file##*/owner.}
    [ "$other" != "${1:-}" ] || continue
    beat=$(stat -c %Y -- "$file" 2>/dev/null) || continue
    recorded=$(sed -n 2p "$file" 2>/dev/null)
    clock
    age=$((up - beat)) rebooted=no
    if [ "$recorded" != "$boot" ]; then
      # Before the reboot, so no later than that; or taken by an fams-ops that went by the clock of day.
      if [ -n "$recorded" ]; then age=$up rebooted=yes; else age=$(($(date +%s) - beat)); fi
    fi
    return 0
  done
  return 1
}

show() {
  echo "held $other $age $(sed -n 1p "$lock/owner.$other" | base64 | tr -d '\n')"
}

# A beat in the future is one from before a restart that kept the boot id: a container's.
is_stale() {
  [ "$rebooted" = yes ] || [ "$age" -gt "$stale" ] || [ "$age" -lt "-$stale" ]
}

# make_room: true once the lock directory is there without an owner and this contender is the one to put itself in.
make_room() {
  empty=0 bare=0
  while ! said=$(mkdir "$lock" 2>&1); do
    if [ ! -d "$lock" ]; then
      # Whoever gives a lock back takes an empty base away with it.
      bare=$((bare + 1))
      if [ "$bare" -lt 5 ] && [ ! -d "$base" ] && mkdir -p -- "$base" 2>/dev/null; then continue; fi
      [ ! -d "$lock" ] || continue
      echo "failed $said"
      return 1
    fi
    if owner "$token"; then
      if [ "$other" = "$dead" ] || is_stale; then
        if mv -- "$lock/owner.$other" "$base/.lock-gone.$token" 2>/dev/null; then
          rm -f -- "$base/.lock-gone.$token"
          return 0
        fi
        continue
      fi
      show
      return 1
    fi
    # Somebody is about to put itself in, or died when it was.
    empty=$((empty + 1))
    if [ "$empty" -gt 2 ]; then rmdir "$lock" 2>/dev/null; else sleep 1; fi
  done
}

take() {
  stale=$1
  dead=${3:-}
  mkdir -p -- "$base"
  if [ -f "$lock/owner.$token" ]; then
    echo mine
    return
  fi
  make_room || return 0
  if printf '%s\n%s\n' "$(printf %s "$2" | base64 -d)" "$boot" >"$base/.lock-new.$token" &&
    stamp "$base/.lock-new.$token" && mv -- "$base/.lock-new.$token" "$lock/owner.$token"; then
    # Whoever comes second sees both and gives way; a directory that was taken for a dead contender's could have two.
    if owner "$token"; then
      rm -f -- "$lock/owner.$token"
      show
    else
      echo mine
    fi
  else
    rm -f -- "$base/.lock-new.$token"
    echo "failed $lock could not be written"
  fi
}

umask 022
case $verb in
  take) take "$4" "$5" "${6:-}" ;;
  beat)
    stamp "$lock/owner.$token" 2>/dev/null
    if [ -f "$lock/owner.$token" ]; then echo mine; else echo gone; fi
    ;;
  release)
    rm -f -- "$lock/owner.$token"
    rmdir "$lock" 2>/dev/null
    # What a removal has left for the sake of the lock. Anything else in it keeps it.
    case ${base%/*} in */.fams-ops) rmdir -- "$base" 2>/dev/null && rmdir -- "${base%/*}" 2>/dev/null ;; esac
    echo gone
    ;;
  read)
    if owner; then show; fi
    ;;
esac
