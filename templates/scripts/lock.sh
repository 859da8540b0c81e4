# lock.sh take BASE TOKEN STALE_SECONDS HOLDER_BASE64 [DEAD_TOKEN]   take the lock of this host
# lock.sh beat BASE TOKEN                                            say that its holder lives
# lock.sh release BASE TOKEN                                         give it back, or take it away from TOKEN
# lock.sh read BASE                                                  say who has it
#
# The lock is the directory BASE/lock, made by mkdir, with one file owner.TOKEN in it; the file's time is the last beat, by the clock
# of this host. Only one contender can move a given owner away, so a dead one is replaced by only one.
# Answers: `mine`, `gone`, `failed REASON`, `held TOKEN SECONDS_SINCE_BEAT HOLDER_BASE64`.
verb=$1
base=$2
token=${3:-}
lock=$base/lock

# owner [BUT]: sets $other to the token of an owner other than BUT, and its $age; false where there is none.
owner() {
  for file in "$lock"/owner.*; do
    [ -f "$file" ] || continue
    other=${file##*/owner.}
    [ "$other" != "${1:-}" ] || continue
    beat=$(stat -c %Y -- "$file" 2>/dev/null) || continue
    age=$(($(date +%s) - beat))
    return 0
  done
  return 1
}

show() {
  echo "held $other $age $(base64 <"$lock/owner.$other" | tr -d '\n')"
}

# A beat in the future is one from before the clock was set back.
is_stale() {
  [ "$age" -gt "$stale" ] || [ "$age" -lt "-$stale" ]
}

# make_room: true once the lock directory is there without an owner and this contender is the one to put itself in.
make_room() {
  empty=0
  while ! said=$(mkdir "$lock" 2>&1); do
    [ -d "$lock" ] || {
      echo "failed $said"
      return 1
    }
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
  if printf %s "$2" | base64 -d >"$base/.lock-new.$token" && mv -- "$base/.lock-new.$token" "$lock/owner.$token"; then
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
    touch -c -- "$lock/owner.$token"
    if [ -f "$lock/owner.$token" ]; then echo mine; else echo gone; fi
    ;;
  release)
    rm -f -- "$lock/owner.$token"
    rmdir "$lock" 2>/dev/null
    echo gone
    ;;
  read)
    if owner; then show; fi
    ;;
esac
