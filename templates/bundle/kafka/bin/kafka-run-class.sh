#!/bin/sh
# Runs one class of the Kafka that this file belongs to:
#   kafka-run-class.sh [-daemon] [-name NAME] [-loggc] CLASS [ARGUMENT...]
# A class with a name is a service: it logs to files as config/log4j.properties says, the others as config/tools-log4j.properties says.
# Environment: JAVA_HOME, KAFKA_HEAP_OPTS, KAFKA_JVM_PERFORMANCE_OPTS, KAFKA_GC_LOG_OPTS (with -loggc), KAFKA_LOG4J_OPTS,
# KAFKA_JMX_OPTS, JMX_PORT, KAFKA_OPTS, LOG_DIR, CLASSPATH.

# The *_OPTS variables are lists of words: split at blanks, but a * in them is no file name.
# shellcheck disable=SC2086
set -f

fail() {
  echo "kafka-run-class.sh: $1" >&2
  exit 1
}

self=$(readlink -f "$0") || fail "cannot tell which directory $0 belongs to"
home=${self%/*/*}
daemon='' name='' loggc=''
while [ $# -gt 0 ]; do
  case $1 in
    -daemon) daemon=yes ;;
    -loggc) loggc=yes ;;
    -name)
      [ $# -gt 1 ] || fail '-name needs a name'
      name=$2
      shift
      ;;
    *) break ;;
  esac
  shift
done
[ $# -gt 0 ] || fail 'usage: kafka-run-class.sh [-daemon] [-name NAME] [-loggc] CLASS [ARGUMENT...]'
class=$1

java=java
[ -z "$JAVA_HOME" ] || java=$JAVA_HOME/bin/java
command -v "$java" >/dev/null 2>&1 || fail "there is no $java: install a Java runtime (8 or later) or set JAVA_HOME"

# This directory's jars come last and in this very form: by it the stop scripts know what was started from here.
set -- -cp "${CLASSPATH:+$CLASSPATH:}$home/libs/*" "$@"
logs=${LOG_DIR:-$home/logs}
set -- "-Dkafka.logs.dir=$logs" "-Dkafka.logs.name=${name:-${class##*.}}" "$@"

log4j=tools-log4j.properties
[ -z "$name" ] || log4j=log4j.properties
if [ -n "$KAFKA_LOG4J_OPTS" ]; then
  set -- $KAFKA_LOG4J_OPTS "$@"
else
  set -- "-Dlog4j.configuration=file:$home/config/$log4j" "$@"
fi

if [ -n "$JMX_PORT" ]; then
  open='-Dcom.sun.management.jmxremote.authenticate=false -Dcom.sun.management.jmxremote.ssl=false'
  set -- ${KAFKA_JMX_OPTS:-$open} "-Dcom.sun.management.jmxremote.port=$JMX_PORT" "$@"
fi
# There is no default for the GC log: its flags differ between Java 8 and later ones, and a wrong flag ends the JVM.
[ -z "$loggc" ] || set -- $KAFKA_GC_LOG_OPTS "$@"
# G1 is in every Java from 8 on; the CMS flags of the original end a Java of today.
performance=${KAFKA_JVM_PERFORMANCE_OPTS:--server -XX:+UseG1GC -Djava.awt.headless=true}
set -- ${KAFKA_HEAP_OPTS:--Xmx256M} $performance $KAFKA_OPTS "$@"

[ -n "$daemon" ] || exec "$java" "$@"

mkdir -p "$logs" || fail "cannot make $logs for the output: set LOG_DIR"
out=$logs/${name:-${class##*.}}.out
nohup "$java" "$@" >"$out" 2>&1 </dev/null &
echo "Started $class as process $!, output in $out"
