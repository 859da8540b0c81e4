# kafka-tool.sh KAFKA_DIR TOOLS_ENV SECONDS ARGUMENT...: the beginning of every script that runs one of Kafka's tools. It leaves the
# script the other arguments, the directory of the tools in $bin, and watch_over, by which no tool runs for longer than SECONDS.
bin=$1/bin
tools_env=$2
seconds=$3
shift 3

if [ ! -d "$bin" ] || [ ! -r "$tools_env" ]; then
  echo "there is no $bin or no $tools_env" >&2
  exit 127
fi
# shellcheck source=/dev/null
. "$tools_env"
# An agent of the service, also set in the login's environment, would find its port taken.
unset KAFKA_OPTS

# Ends the tool with this process id, the last thing started, also when nobody waits for it here any more. TERM comes first: the
# console consumer then takes its group out of ZooKeeper.
watch_over() {
  (
    left=$seconds
    while kill -0 "$1"; do
      [ "$left" -ne 0 ] || kill -TERM "$1"
      [ "$left" -gt -10 ] || kill -KILL "$1"
      sleep 1
      left=$((left - 1))
    done
  ) >/dev/null 2>&1 &
}
