# bundle.sh HOME DIR TOP RECORD DIGEST_FILE DIGEST ARCHIVE SHA256: makes DIR be the directory TOP of ARCHIVE, unpacked whole.
# Answers `need` where that has to be done and ARCHIVE is not there.
#
# The record comes first and names the listing that DIR is going to have, the digest file comes last: wherever this is killed, the
# record exists beside a DIR that is ours, and calls it intact only when it is, with the digest file that services watch. The manifest
# beside it names every file that DIR has or is about to have: what else is in DIR is somebody else's, and then DIR stays as it is.
home=$1
dir=$2
top=$3
record=$4
digest_file=$5
digest=$6
archive=$7
sha256=$8
manifest=${record%.record}.manifest

# put FILE TEXT: as a whole.
put() {
  part "$1"
  said=$({ printf '%s\n' "$2" >"$part"; } 2>&1 && chmod 644 "$part" 2>&1) || fail "$said"
  flush "$part"
  said=$(mv -f -- "$part" "$1" 2>&1) || fail "$said"
}

# put_record LISTING: that DIR is ours.
put_record() {
  put "$record" "digest $digest
listing $1
dir $dir"
}

put_digest() {
  [ "$(cat "$digest_file" 2>/dev/null)" = "$digest" ] || put "$digest_file" "$digest"
}

# digest_in RECORD: the digest that it has; also sets $recorded and $placed.
digest_in() {
  asked=$digest
  read_record "$1" || :
  other_digest=$digest
  digest=$asked
}

# matches RECORD: whether it names DIR with this digest, and DIR is as it says.
matches() {
  digest_in "$1"
  [ "$other_digest" = "$digest" ] && names_dir "$dir" && [ "$recorded" = "$(listing "$dir")" ]
}

# adopted: whether another cluster in this home has unpacked the very same. Then it is ours as well.
adopted() {
  for other in "$home"/.fams-ops/*/bundles/"${record##*/}"; do
    [ -f "$other" ] && [ "$other" != "$record" ] && matches "$other" || continue
    listed=$recorded
    put "$manifest" "$(contents "$dir")"
    put_record "$listed"
    put_digest
    return 0
  done
  return 1
}

# refuse_foreign: what is in the place of DIR must be ours, all of it, and nobody else may need it as it is.
refuse_foreign() {
  [ ! -L "$dir" ] || fail "$dir is a link, which is not followed"
  [ -e "$dir" ] || return 0
  [ -d "$dir" ] || fail "$dir is there and is no directory"
  while IFS= read -r other; do
    [ -n "$other" ] || continue
    digest_in "$other"
    [ "$other_digest" = "$digest" ] || fail "${other%/bundles/*} names $dir with another build: another cluster uses it"
  done <<END
$(tenants "$home" "$dir" "$record")
END
  digest_in "$record"
  [ -n "$other_digest" ] && names_dir "$dir" || fail "$dir was not put there by fams-ops"
  other=$(strangers "$dir" "$record" | few)
  [ -z "$other" ] || fail "$dir holds something that fams-ops did not put there: $other"
  for user in $(users "$(real_path "$dir")"); do
    works_in "$user" "$home/.fams-ops" || fail "process $user, which is none of ours, runs from $dir"
  done
}

unpack() {
  # What is unpacked is removed by the next run, like every part that was left.
  said=$(mkdir "$tree" 2>&1 && tar -xzpof "$archive" -C "$tree" 2>&1) || fail "$said"
  wanted=$(tar -tzf "$archive" | grep -c -v '/$')
  unpacked=$(find "$tree" ! -type d | wc -l)
  [ "$wanted" -eq "$unpacked" ] || fail "$wanted files were to be unpacked from $archive, $unpacked are there"
  [ -d "$tree/$top" ] || fail "there is no directory $top in $archive"
}

# keep_logs: what the tools of the software have logged into the old tree goes on in the new one.
keep_logs() {
  for name in logs work; do
    if [ -e "$tree/old/$name" ] && [ ! -e "$dir/$name" ]; then
      said=$(mv -- "$tree/old/$name" "$dir/$name" 2>&1) || fail "$said"
    fi
  done
}

# settle_manifest: of its names only those that are there: a run that was killed has left more.
settle_manifest() {
  part "$manifest"
  if [ -f "$manifest" ]; then named=$(contents "$dir" | LC_ALL=C grep -xF -f "$manifest"); else named=$(contents "$dir"); fi
  [ "$(cat "$manifest" 2>/dev/null)" = "$named" ] || put "$manifest" "$named"
}

umask 022
part "$dir"
tree=$part
if [ -d "$dir" ] && [ ! -L "$dir" ]; then
  if [ -f "$record" ] && matches "$record"; then
    rm -f -- "${archive%-*}"-*.tgz
    settle_manifest
    if [ "$(cat "$digest_file" 2>/dev/null)" = "$digest" ]; then
      answer ok
    else
      put_digest
      answer changed
    fi
    exit 0
  fi
  if adopted; then
    answer changed
    exit 0
  fi
fi
refuse_foreign
if [ "$(sum "$archive")" != "$sha256" ]; then
  answer need
  exit 0
fi
unpack
# Until the old tree is gone its files are ours as well.
put "$manifest" "$({
  contents "$tree/$top"
  cat "$manifest" 2>/dev/null
} | LC_ALL=C sort -u)"
put_record "$(listing "$tree/$top")"
if [ -e "$dir" ]; then
  said=$(mv -- "$dir" "$tree/old" 2>&1) || fail "$said"
fi
said=$(mv -- "$tree/$top" "$dir" 2>&1) || fail "$said"
keep_logs
settle_manifest
put_digest
# The tree itself is the copy that is kept: archives would pile up on small disks. One that was not used up is not sent again.
rm -rf -- "$tree"
rm -f -- "${archive%-*}"-*.tgz
answer changed
