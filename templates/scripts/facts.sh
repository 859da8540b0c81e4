# facts.sh HOME BASE JAVA_HOME [KIND NUMBER WHAT RECORD]...
# Says everything about this host that a run needs, and changes nothing. JAVA_HOME is empty where one is to be looked for.
# KIND is file, dir, data (a dir that may hold an identity record), bundle, service or name; names come last.
# NUMBER comes back in the answer; RECORD is empty but for a bundle.
#
# One record a line: a word, often the number, values. What somebody else chose (names,
# contents) is base64 between a line that begins with ":" and a line ".", so that nothing in it can be taken for a record.
home=$1
base=$2
java_home=$3
shift 3
# bash keeps a here-document in a file, and the disk of /tmp or of the home may be full.
if [ -d /dev/shm ] && [ -w /dev/shm ]; then export TMPDIR=/dev/shm; fi
newline='
'

# now: ns since 1970 where date knows %N, else s.
now() {
  moment=$(date +%s%N 2>/dev/null)
  case $moment in '' | *[!0-9]*) moment=$(date +%s) ;; esac
  printf '%s %s\n' "$1" "$moment"
}

# line KEY VALUE: of a value with line breaks, which none of these should have, the first line.
line() {
  printf '%s %s\n' "$1" "${2%%"$newline"*}"
}

# block KEY: its standard input.
block() {
  printf ':%s\n' "$1"
  base64
  printf '.\n'
}

echo 'fams-facts 1'
now clock-begin
tools
machine
find_java
resolver
listeners
led "$home"
led "$home/.ssh"
led "$home/.fams-ops"
led "$base"
elsewhere
while [ $# -ge 4 ]; do
  case $1 in
    file) a_file "$2" "$3" ;;
    dir | data) a_dir "$2" "$3" "$1" ;;
    bundle) a_bundle "$2" "$3" "$4" ;;
    service) a_service "$2" "$3" ;;
    name) a_name "$2" "$3" & ;;
  esac
  shift 4
done
# Names write their lines whenever they are found: no block may be open meanwhile.
wait
[ -z "$parents" ] || children "${parents#|}"
now clock-end
echo end
