# console-produce.sh BROKERS TOPIC LINE, after kafka-tool.sh: sends one line with the console producer.
# Ends with 0 when every in-sync replica has it, else as conclude has it. Without --sync the tool would end with 0 also for a line that nobody took.
: "${bin:?}"
printf '%s\n' "$3" | "$bin/kafka-console-producer.sh" --broker-list "$1" --topic "$2" --sync --request-required-acks -1 &
producer=$!
watch_over "$producer"
wait "$producer" || conclude "$?"
