# put.sh TARGET SHA256 MODE, the file on standard input: puts it where it belongs, all of it or nothing.
# It is written under a temporary name beside TARGET that says whose it is, so that the next put finds what a killed one left.
# Exit: 0 done, 3 what arrived is not what was sent, 4 it could not be written.
# shellcheck disable=SC2086 # the fields of /proc/PID/stat are to be split
to=$1
sha256=$2
mode=$3
umask 077

folder=$(dirname -- "$to")
name=${to##*/}

refuse() {
  echo "$1" >&2
  df -P -k -- "$folder" 2>/dev/null | tail -n 1 >&2
  exit 4
}

# Number and start time of a process, which together mean one process for good (until the next boot).
process() {
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 1
  pid=$1
  set -- ${stat##*) }
  echo "$pid-${20}"
}

[ -d "$folder" ] || refuse "there is no directory $folder"
[ ! -d "$to" ] || refuse "$to is a directory"

prefix=$folder/.$name.fams-put.
for left in "$prefix"*; do
  [ -f "$left" ] || continue
  owner=${left#"$prefix"}
  [ "$(process "${owner%%-*}")" = "$owner" ] || rm -f -- "$left"
done

part=$prefix$(process $$)
trap 'rm -f -- "$part"' EXIT
trap 'exit 4' HUP INT TERM PIPE

cat >"$part" || refuse "$part could not be written"
sum=$(sha256sum <"$part") || refuse "$part could not be read back"
if [ "${sum%% *}" != "$sha256" ]; then
  echo "$(wc -c <"$part") bytes arrived with SHA-256 ${sum%% *}" >&2
  exit 3
fi
chmod "$mode" "$part" || refuse "$part could not be given its mode"
mv -f -- "$part" "$to" || refuse "$to could not be replaced"
