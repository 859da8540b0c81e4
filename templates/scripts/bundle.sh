# bundle.sh DIR TOP RECORD DIGEST_FILE DIGEST ARCHIVE SHA256: makes DIR be the directory TOP of ARCHIVE, unpacked whole.
# Answers `need` where that has to be done and ARCHIVE is not there.
#
# The record comes first and names the listing that DIR is going to have, the digest file comes last: wherever this is killed, the
# record exists beside a DIR that is ours, and calls it intact only when it is, with the digest file that services watch.
dir=$1
top=$2
record=$3
digest_file=$4
digest=$5
archive=$6
sha256=$7

# put FILE TEXT: as a whole.
put() {
  part "$1"
  said=$({ printf '%s\n' "$2" >"$part"; } 2>&1 && chmod 644 "$part" 2>&1) || fail "$said"
  flush "$part"
  said=$(mv -f -- "$part" "$1" 2>&1) || fail "$said"
}

is_there() {
  [ -d "$dir" ] && [ -f "$record" ] && [ "$(cat "$record")" = "digest $digest
listing $(listing "$dir")" ]
}

unpack() {
  # What is unpacked is removed by the next run, like every part that was left.
  said=$(mkdir "$tree" 2>&1 && tar -xzpof "$archive" -C "$tree" 2>&1) || fail "$said"
  wanted=$(tar -tzf "$archive" | grep -c -v '/$')
  found=$(find "$tree" ! -type d | wc -l)
  [ "$wanted" -eq "$found" ] || fail "$wanted files were to be unpacked from $archive, $found are there"
  [ -d "$tree/$top" ] || fail "there is no directory $top in $archive"
}

umask 022
part "$dir"
tree=$part
if is_there; then
  rm -f -- "${archive%-*}"-*.tgz
  if [ "$(cat "$digest_file" 2>/dev/null)" = "$digest" ]; then
    answer ok
  else
    put "$digest_file" "$digest"
    answer changed
  fi
  exit 0
fi
if [ "$(sum "$archive")" != "$sha256" ]; then
  answer need
  exit 0
fi
[ ! -e "$dir" ] || [ -d "$dir" ] || fail "$dir is there and is no directory"
unpack
put "$record" "digest $digest
listing $(listing "$tree/$top")"
if [ -e "$dir" ]; then
  said=$(mv -- "$dir" "$tree/old" 2>&1) || fail "$said"
fi
said=$(mv -- "$tree/$top" "$dir" 2>&1) || fail "$said"
put "$digest_file" "$digest"
# The tree itself is the copy that is kept: archives would pile up on small disks. One that was not used up is not sent again.
rm -rf -- "$tree"
rm -f -- "${archive%-*}"-*.tgz
answer changed
