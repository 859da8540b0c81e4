# [PATH MODE]...: makes each of these directories be there with that mode.
place() {
  if [ -d "$1" ]; then
    if [ "$(stat -L -c %a -- "$1")" = "$2" ]; then
      answer ok
      return
    fi
  elif [ -e "$1" ] || [ -L "$1" ]; then
    fail "$1 is there and is no directory"
  fi
  said=$(mkdir -p -- "$1" 2>&1 && chmod "$2" "$1" 2>&1) || fail "$said"
  answer changed
}

umask 022
while [ $# -ge 2 ]; do
  place "$1" "$2"
  shift 2
done
