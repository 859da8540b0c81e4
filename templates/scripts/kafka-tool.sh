# kafka-tool.sh KAFKA_DIR TOOLS_ENV SECONDS ARGUMENT...: the beginning of every script that runs one of Kafka's tools. It leaves the
# script the other arguments, the directory of the tools in $bin, watch_over, by which no tool runs for longer than SECONDS, and
# conclude, by which the script says how its tool ended. It ends with 75, and the reason, where a tool could not run at all.
bin=$1/bin
tools_env=$2
seconds=$3
shift 3

could_not_run() {
  echo "$1" >&2
  exit 75
}

# Seconds since the machine was started: the date may be set meanwhile.
now() {
  read -r up rest </proc/uptime
  echo "${up%.*}"
}

if [ ! -d "$bin" ] || [ ! -r "$tools_env" ]; then could_not_run "there is no $bin or no $tools_env"; fi
began=$(now)
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

# conclude STATUS: ends the script for a tool that ended with that, and did not do its work: with 124 when its time was over, with 75
# when it was not started or somebody else ended it, else with what it ended with itself.
conclude() {
  [ $(($(now) - began)) -lt "$seconds" ] || exit 124
  [ "$1" -le 128 ] || could_not_run "it was ended by signal $(($1 - 128)), not by fams-ops"
  case $1 in 126 | 127) could_not_run "it could not be started ($1)" ;; esac
  exit "$1"
}
