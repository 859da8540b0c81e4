# tail.sh LINES once|follow FILE...: the end of the first file, or of all of them as they grow. A file that is not there yet is waited for.
lines=$1
how=$2
shift 2
if [ "$how" = follow ]; then
  exec tail -n "$lines" -F -q "$@" 2>/dev/null
fi
for file in "$@"; do
  if [ -s "$file" ]; then
    exec tail -n "$lines" "$file"
  fi
done
echo "fams-ops: no log at $1" >&2
exit 1
