# PATH BASE64 [NAME]...: writes this record where there is none. Where there is one it is left alone and shown: `there BASE64`.
# A directory in which other things than those NAMEs lie is somebody else's by now.
path=$1
record=$2
shift 2

refuse_foreign() {
  for entry in "$folder"/* "$folder"/.[!.]* "$folder"/..?*; do
    [ -e "$entry" ] || [ -L "$entry" ] || continue
    name=${entry##*/}
    case $name in .*.fams-put.*) continue ;; esac
    known=no
    for expected in "$@"; do [ "$name" != "$expected" ] || known=yes; done
    [ "$known" = yes ] || fail "$folder holds something that fams-ops did not put there: $name"
  done
}

place() {
  folder=${1%/*}
  [ -d "$folder" ] || fail "there is no directory $folder"
  part "$1"
  if [ ! -e "$1" ] && [ ! -L "$1" ]; then
    shift 2
    refuse_foreign "$@"
    set -- "$path" "$record"
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
place "$path" "$record" "$@"
