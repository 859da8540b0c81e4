# console-consume.sh ZOOKEEPER TOPIC LINE RUN_DIR, after kafka-tool.sh: reads the topic from its beginning with the console consumer
# until LINE is seen. Ends with 0 then, else as conclude has it; what the consumer said last goes to standard error.
: "${bin:?}"
work=$(mktemp -d "$4/console.XXXXXX") || could_not_run "no temporary directory can be made in $4"
trap 'rm -rf "$work"' EXIT
mkfifo "$work/records" || could_not_run "no pipe can be made in $4"
# Without an id the consumer makes one of the machine's own name, and ends where the machine does not know that.
echo "consumer.id=fams-ops-${work##*.}-$$" >"$work/properties" || could_not_run "nothing can be written in $4"

"$bin/kafka-console-consumer.sh" --zookeeper "$1" --topic "$2" --from-beginning --consumer.config "$work/properties" \
  >"$work/records" 2>"$work/said" &
consumer=$!
watch_over "$consumer"
seen=1
grep -q -x -F -e "$3" <"$work/records" && seen=0
kill -TERM "$consumer" 2>/dev/null
wait "$consumer"
status=$?
[ "$seen" != 0 ] || exit 0
tail -n 20 "$work/said" >&2
# It may end with 0 without the line.
[ "$status" != 0 ] || status=1
conclude "$status"
