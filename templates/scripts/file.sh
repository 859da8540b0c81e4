# [PATH MODE SHA256 BASE64]...: makes each of these files be there with that mode and content, all of it or nothing.
place() {
  [ ! -d "$1" ] || fail "$1 is a directory"
  folder=${1%/*}
  [ -d "$folder" ] || fail "there is no directory $folder"
  part "$1"
  if [ "$(sum "$1")" = "$3" ]; then
    if [ "$(stat -L -c %a -- "$1")" = "$2" ]; then
      answer ok
      return
    fi
  fi
  said=$({ printf %s "$4" | base64 -d >"$part"; } 2>&1) || unfinished "$said"
  [ "$(sum "$part")" = "$3" ] || unfinished "what was written to $folder is not what was sent: is its disk full?"
  flush "$part"
  said=$(chmod "$2" "$part" 2>&1 && mv -f -- "$part" "$1" 2>&1) || unfinished "$said"
  answer changed
}

unfinished() {
  rm -f -- "$part"
  fail "$1"
}

umask 077
while [ $# -ge 4 ]; do
  place "$1" "$2" "$3" "$4"
  shift 4
done
