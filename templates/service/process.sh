# Which processes are ours: what supervise.sh and service.sh know of them. Both read it at their start.

read -r boot </proc/sys/kernel/random/boot_id

# process PID|self: its pid, start (in ticks since boot) and state, from /proc; false where there is none.
# The name of the command may hold blanks and brackets, so everything up to the last ") " is dropped.
process() {
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  pid=${stat%% *}
  # shellcheck disable=SC2086
  set -- ${stat##*) }
  state=$1
  start=${20}
}

# lives FILE: whether the process that FILE names is there. Its pid alone may be somebody else's by now; a zombie is gone.
lives() {
  owner=gone owner_start='' owner_boot=''
  { read -r owner owner_start owner_boot <"$1"; } 2>/dev/null
  [ "$owner_boot" = "$boot" ] && process "$owner" && [ "$start" = "$owner_start" ] && [ "$state" != Z ] && [ "$state" != X ]
}
