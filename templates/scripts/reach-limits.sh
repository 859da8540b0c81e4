# reach-limits.sh JAVA_HOME HEAP: what a process of this user may have here, and whether its Java starts. Changes nothing.
# JAVA_HOME is empty where there is none. What Java says comes last, as it is.
java_home=$1
heap=$2

echo 'fams-limits 1'
# shellcheck disable=SC3045  # dash, bash and busybox all know ulimit -H
printf 'files %s\n' "$(ulimit -H -n)"
{ read -r swappiness </proc/sys/vm/swappiness && printf 'swappiness %s\n' "$swappiness"; } 2>/dev/null
while read -r _ mount kind rest; do
  printf 'mount %s %s\n' "$mount" "$kind"
done </proc/mounts

if [ -z "$java_home" ]; then
  echo 'java absent'
  exit 0
fi
# As bin/COMPONENT.run does: what a profile sets is not there for the services.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS CLASSPATH
limit=''
! command -v timeout >/dev/null 2>&1 || limit='timeout 20'
said=$($limit "$java_home/bin/java" "-Xmx$heap" -version 2>&1)
printf 'java %s\n' "$?"
printf '%s\n' "$said" | head -c 4096
