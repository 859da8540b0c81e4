# traces.sh [KIND NUMBER PATH WHAT]...
# What the services left behind on this host; changes nothing.
# KIND log: lines near the end of the log PATH that no healthy service writes. WHAT is when its process began, in s since 1970.
# KIND names: how many names in the directory PATH begin with WHAT.
# NUMBER comes back in the answer. Lines of logs are base64 between a line that begins with ":" and a line ".".
end=262144 # bytes of a log that are looked through
most=50    # lines that are shown
bad='(^|[^A-Za-z])FATAL([^A-Za-z]|$)|OutOfMemoryError|No space left on device|Too many open files|[Hh]alting due to|Error due to'

# Each line that is bad, cut short, after the time of the last line that had one: stack traces have none of their own.
complaints() {
  tail -c "$end" <"$1" 2>/dev/null | LC_ALL=C sed -nE '
    /^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}/ { h; s/^(.{19}).*$/\1/; x; }
    /'"$bad"'/ { G; s/^(.*)\n(.*)$/\2 \1/; s/^(.{400}).*$/\1/; p; }' | tail -n "$most"
}

a_log() {
  if [ ! -f "$2" ] || [ ! -r "$2" ]; then
    echo "log $1 unreadable"
    return
  fi
  # Logs have the time of this host, without its zone.
  echo "log $1 $(date -d "@$3" '+%Y-%m-%d %H:%M:%S' 2>/dev/null)"
  printf ':lines %s\n' "$1"
  complaints "$2" | base64
  echo .
}

some_names() {
  [ -d "$2" ] && [ -r "$2" ] || return
  number=$1 prefix=$3
  set -- "$2/$prefix"*
  [ -e "$1" ] || shift
  echo "names $number $#"
}

echo 'fams-facts 1'
while [ $# -ge 4 ]; do
  case $1 in
    log) a_log "$2" "$3" "$4" ;;
    names) some_names "$2" "$3" "$4" ;;
  esac
  shift 4
done
echo end
