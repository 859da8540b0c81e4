# diag-threads.sh BASE COMPONENT SECONDS: the stacks of all threads of our own JVM, which writes them to its .out file when it is sent
# a QUIT. Without that handler a QUIT ends a process, so it goes only to one that catches it; a jstack would have to be installed.
base=$1
component=$2
seconds=$3
out=$base/log/$component.out

say() {
  printf '%s\n' "$1" >&2
  exit 1
}

{ read -r boot </proc/sys/kernel/random/boot_id; } 2>/dev/null
pid='' start='' born=''
{ read -r pid start born <"$base/run/$component.child"; } 2>/dev/null
if [ -z "$pid" ] || [ "$born" != "$boot" ]; then say 'it does not run'; fi
{ read -r stat <"/proc/$pid/stat"; } 2>/dev/null || say 'it does not run'
# shellcheck disable=SC2086
set -- ${stat##*) }
[ "${20}" = "$start" ] || say 'it does not run'
case $1 in T | t) say "process $pid is frozen by a signal" ;; esac
caught=''
while read -r key value; do
  [ "$key" != SigCgt: ] || caught=$value
done <"/proc/$pid/status"
# SIGQUIT is the third signal: the highest bit but one of the last digit.
case $caught in *[4567cdefCDEF]) ;; *) say "process $pid does not catch a QUIT (yet)" ;; esac

before=$(wc -c <"$out") || say "$out cannot be read"
kill -QUIT "$pid" || say "process $pid takes no signal"
tries=$((seconds * 5))
# The list of heap regions comes behind the stacks; the lines on JNI references end these.
until tail -c "+$((before + 1))" "$out" | grep -q '^JNI global'; do
  tries=$((tries - 1))
  [ "$tries" -gt 0 ] || break
  sleep 0.2 2>/dev/null || sleep 1
done
tail -c "+$((before + 1))" "$out"
[ "$tries" -gt 0 ] || say "process $pid wrote no complete list of its threads within $seconds s"
