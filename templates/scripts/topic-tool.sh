# topic-tool.sh ARGUMENT..., after kafka-tool.sh: runs kafka-topics.sh.
# It ends with 0 even where the brokers refused: whoever calls this looks at the topic afterwards.
: "${bin:?}"
"$bin/kafka-topics.sh" "$@" &
tool=$!
watch_over "$tool"
wait "$tool"
