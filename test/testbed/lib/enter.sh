# Commands inside: op, ssh, exec, userx, ps.
# shellcheck shell=bash

# exec, here and below: the caller's child is the command itself, so a signal sent to that process id arrives.
bed_op() {
  need_closed
  exec nsenter -t "$outer" -n -- "$@"
}

bed_ssh() {
  local h=$1
  shift
  need_closed
  exec nsenter -t "$outer" -n -- ssh -F "$BED/op/ssh_config" "$net.$h" "$@"
}

bed_exec() {
  local h=$1
  shift
  need_host "$h"
  exec nsenter -t "$host" -n -m -p -u -i -C -- env -i HOME=/root TERM=dumb PATH="$host_path" "$@"
}

bed_userx() {
  local h=$1
  shift
  need_host "$h"
  exec nsenter -t "$host" -n -m -p -u -i -C -S 5000 -G 5000 -- \
    env -i -C /home/fams HOME=/home/fams USER=fams LOGNAME=fams TERM=dumb PATH=/usr/local/bin:/usr/bin:/bin "$@"
}

# By this machine's ps: the hosts have none.
bed_ps() {
  if [ $# -eq 0 ]; then
    need_outer
    in_outer ps -ef
  else
    need_host "$1"
    nsenter -t "$host" -p -- unshare --mount --mount-proc ps -ef
  fi
}
