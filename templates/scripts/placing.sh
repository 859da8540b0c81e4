# Part of the scripts that put something in place. What is not finished has a temporary name that says whose it is, so that the next
# run finds what a killed one left, and takes nothing away from one that still works.

# process PID: number and start time, which together mean one process for good (until the next boot).
process() {
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  pid=$1
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  echo "$pid-${20}"
}

# part PATH: a temporary name beside PATH in $part, after what dead processes left there was removed.
part() {
  part=${1%/*}/.${1##*/}.fams-put.
  for left in "$part"*; do
    [ -e "$left" ] || [ -L "$left" ] || continue
    owner=${left#"$part"}
    [ "$(process "${owner%%-*}")" = "$owner" ] || rm -rf -- "$left"
  done
  part=$part$(process $$)
}

# The answer to each thing asked, in their order: `changed`, `ok` or `failed REASON`.
answer() {
  echo "$1"
}

# fail REASON: what is asked after this one is not begun.
fail() {
  printf 'failed %s\n' "$(printf '%s' "$1" | tr '\n' ' ' | cut -c 1-1000)"
  exit 0
}

sum() {
  { sha256sum <"$1"; } 2>/dev/null | cut -d ' ' -f 1
}

# flush FILE: to the disk, before it gets its name. An old `sync` takes no names and would flush everything: there it is left out.
case $(sync --help 2>&1) in
  *FILE*) flush() { sync "$1" 2>/dev/null || :; } ;;
  *) flush() { :; } ;;
esac
