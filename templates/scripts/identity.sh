# PATH BASE64: writes this record where there is none. Where there is one it is left alone and shown: `there BASE64`.
place() {
  folder=${1%/*}
  [ -d "$folder" ] || fail "there is no directory $folder"
  part "$1"
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then
    said=$({ printf %s "$2" | base64 -d >"$part"; } 2>&1 && chmod 644 "$part" 2>&1) || unfinished "$said"
    flush "$part"
    # The name is given only where there is none yet, whoever else may be at it.
    if ln "$part" "$1" 2>/dev/null; then
      rm -f -- "$part"
      answer changed
      return
    fi
    [ -e "$1" ] || unfinished "$1 could not be written"
    rm -f -- "$part"
  fi
  [ -f "$1" ] && [ -r "$1" ] || fail "$1 is there and cannot be read"
  answer "there $(head -c 65536 "$1" | base64 | tr -d '\n')"
}

unfinished() {
  rm -f -- "$part"
  fail "$1"
}

umask 022
place "$1" "$2"
