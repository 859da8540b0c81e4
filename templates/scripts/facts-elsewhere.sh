# Part of facts.sh: services of fams-ops on this host that do not belong to BASE, and other places where it has put a cluster.
# Both are known by the file of a service's log settings, BASE/conf/COMPONENT-log4j.properties; it is written as a URL.

elsewhere() {
  # Everybody's arguments can be read, so another user's services are seen, too.
  grep -l -e '-Dlog4j[.]configuration=file:/.*/[.]fams-ops/' /proc/[0-9]*/cmdline 2>/dev/null | while IFS= read -r file; do
    pid=${file#/proc/}
    pid=${pid%/cmdline}
    settings=$({ tr '\000' '\n' <"$file"; } 2>/dev/null | sed -n 's/^-Dlog4j.configuration=file://p')
    owner=$(stat -c %u "/proc/$pid" 2>/dev/null)
    [ -n "$settings" ] && [ -n "$owner" ] || continue
    line service-owner "$pid $owner"
    printf '%s' "$settings" | block "service-settings $pid"
  done
  # Where this cluster lies already, nobody looks for another place of it.
  [ ! -d "$base/conf" ] || return 0
  places=0
  {
    for place in "$HOME"/.fams-ops/*; do printf '%s\n' "$place"; done
    crontab -l 2>/dev/null | sed -n "s,^@reboot sh '\(.*\)/bin/service.sh' boot .* # fams-ops .*,\1,p"
  } | sort -u | while IFS= read -r place; do
    [ -d "$place/conf" ] || continue
    places=$((places + 1))
    printf '%s' "$place" | block "place $places"
  done
}
