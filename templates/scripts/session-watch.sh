# Part of every session, before its script: ends the script when the operator's side goes away.
# fd 3 is the standard input of the session. It stays open as long as somebody waits for the script; a deadline, an abort, a lost
# link or a killed fams-ops closes it. Closing a channel alone ends no process that has no terminal.
# The watcher is not a child of the script, so that a plain `wait` there does not wait for it. What left the process group (setsid)
# is not ended; nor is anything while the machine has not noticed that the link is dead (sshd's ClientAliveInterval decides that).
# shellcheck disable=SC2034,SC2086 # lines are read for their end alone; fields and process numbers are to be split
( (
  trap '' HUP INT TERM
  exec <&3 3<&- >/dev/null 2>&1
  while read -r fams_ops_line; do :; done
  read -r fams_ops_stat </proc/$$/stat || exit 0
  # After "pid (name)" come state, parent, process group.
  set -- ${fams_ops_stat##*) }
  [ "$1" != Z ] || exit 0
  if [ "$3" = $$ ]; then
    kill -TERM 0
    sleep 2
    kill -KILL 0
    exit
  fi
  # An SSH server that gives the shell no process group of its own: the descendants, found by their parents.
  fams_ops_tree=" $$ "
  fams_ops_grew=yes
  while [ -n "$fams_ops_grew" ]; do
    fams_ops_grew=
    for fams_ops_file in /proc/[0-9]*/stat; do
      read -r fams_ops_stat <"$fams_ops_file" || continue
      fams_ops_pid=${fams_ops_stat%% *}
      set -- ${fams_ops_stat##*) }
      case $fams_ops_tree in *" $fams_ops_pid "*) continue ;; esac
      case $fams_ops_tree in *" $2 "*) fams_ops_tree="$fams_ops_tree$fams_ops_pid " fams_ops_grew=yes ;; esac
    done
  done
  kill -TERM $fams_ops_tree
  sleep 2
  kill -KILL $fams_ops_tree
) & )
exec 3<&-
