# reach-limits.sh JAVA_HOME HEAP [DIRECTORY]...: what this user and its processes may do here, and whether its Java starts. Changes nothing.
# JAVA_HOME is empty where there is none. A DIRECTORY is to be made, or to be written to. What Java says comes last, as it is.
java_home=$1
heap=$2
shift 2
limit=''
! command -v timeout >/dev/null 2>&1 || limit='timeout 5'

echo 'fams-limits 1'
# shellcheck disable=SC3045  # dash, bash and busybox all know ulimit -H
printf 'files %s\n' "$(ulimit -H -n)"
{ read -r swappiness </proc/sys/vm/swappiness && printf 'swappiness %s\n' "$swappiness"; } 2>/dev/null
while read -r _ mount kind options rest; do
  printf 'mount %s %s %s\n' "$mount" "$kind" "$options"
done </proc/mounts

# obstacle DIRECTORY: the first part of it that is there, where nothing can be made or written below that.
number=0
for directory in "$@"; do
  above=$directory
  while [ ! -e "$above" ] && [ ! -L "$above" ] && [ -n "$above" ]; do above=${above%/*}; done
  above=${above:-/}
  { [ -d "$above" ] && [ -w "$above" ] && [ -x "$above" ]; } || printf 'obstacle %s %s\n' "$number" "$above"
  number=$((number + 1))
done

# Java takes the machine's own name for its address, and some programs do not start without it.
name=$(uname -n)
if command -v getent >/dev/null 2>&1; then
  if $limit getent ahosts "$name" >/dev/null 2>&1; then answer=known; else answer=unknown; fi
else
  pattern=$(printf %s "$name" | sed 's/[.]/[.]/g')
  if sed 's/#.*//' /etc/hosts 2>/dev/null | grep -qiE "[[:space:]]$pattern([[:space:]]|\$)"; then answer=known; else answer=unasked; fi
fi
printf 'own-name %s %s\n' "$answer" "$name"

# As enlist of bin/service.sh: only a command of its own may write there.
crontab=$(command -v crontab)
case $crontab in
  /*)
    if said=$(LC_ALL=C "$crontab" -l 2>&1); then
      echo 'crontab usable'
    else
      case $said in
        *'no crontab'* | *'No such file'*) echo 'crontab usable' ;;
        *) echo 'crontab refused' ;;
      esac
    fi
    ;;
  *) echo 'crontab absent' ;;
esac
daemon=no
for comm in /proc/[0-9]*/comm; do
  { read -r word <"$comm"; } 2>/dev/null || continue
  case $word in cron | crond | fcron | dcron | anacron | busybox-crond) daemon=yes ;; esac
done
printf 'cron %s\n' "$daemon"

# What systemd-logind does with what a login leaves behind, where this login is one of its sessions.
login1() {
  $limit busctl --system get-property org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager "$1" 2>/dev/null
}
if grep -q '/session-[^/]*[.]scope$' /proc/self/cgroup 2>/dev/null; then
  user=$(id -un)
  ends=unknown
  case $(login1 KillUserProcesses) in
    'b false') ends=no ;;
    'b true')
      ends=yes
      case $(login1 KillOnlyUsers) in
        'as 0' | *"\"$user\""*) ;;
        as*) ends=no ;;
      esac
      case $(login1 KillExcludeUsers) in *"\"$user\""*) ends=no ;; esac
      ;;
  esac
  lingers=no
  # bin/service.sh then starts services in the user's own service manager.
  if [ -e "/var/lib/systemd/linger/$user" ] && command -v systemd-run >/dev/null 2>&1; then lingers=yes; fi
  printf 'logout %s %s\n' "$ends" "$lingers"
fi

if [ -z "$java_home" ]; then
  echo 'java absent'
  exit 0
fi
# As bin/COMPONENT.run does: what a profile sets is not there for the services.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS CLASSPATH
[ -z "$limit" ] || limit='timeout 20'
said=$($limit "$java_home/bin/java" "-Xmx$heap" -version 2>&1)
printf 'java %s\n' "$?"
printf '%s\n' "$said" | head -c 4096
