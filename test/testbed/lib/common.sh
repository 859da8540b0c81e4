# What every part of the bed uses: messages, checks of arguments, and who is who among the processes.
# shellcheck shell=bash

net=192.168.1
operator=$net.250
bridge=br0
# Two beds may have a host of the same number; this tells their processes and control groups apart.
bed_id=$(printf %s "$BED" | cksum | cut -d' ' -f1)
outer_tag=fams-bed-outer-$bed_id
host_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

die() {
  echo "bed: $*" >&2
  exit 1
}

usage() {
  echo "bed: $*" >&2
  exit 2
}

matches() { # TEXT EXTENDED-REGEX (the whole text)
  [[ $1 =~ ^($2)$ ]]
}

takes() { # GIVEN LEAST MOST|- SYNOPSIS
  [ "$1" -ge "$2" ] && { [ "$3" = - ] || [ "$1" -le "$3" ]; } || usage "usage: bed $4"
}

check_number() {
  matches "$1" '[1-9][0-9]{0,2}' && [ "$1" -le 240 ] || usage "a host is a number from 1 to 240, not '$1'"
}

check_host() {
  check_number "$1"
  [ -d "$BED" ] || die "the bed is not up"
  [ -d "$BED/h$1" ] || usage "no host $1 in this bed"
}

check_settings() { # N
  matches "$1" '[1-9][0-9]{0,2}' && [ "$1" -le 240 ] || usage "up: N is a number from 1 to 240, not '$1'"
  [ -x "${ROOTFS:-/}/usr/sbin/sshd" ] || usage "ROOTFS: no sshd in '${ROOTFS:-/}'"
  # These are the separators of overlayfs' own options.
  [[ ${ROOTFS:-/}$BED != *[,:\\]* ]] || usage "ROOTFS and BED may not contain comma, colon or backslash"
  matches "${DISK:-}" '|(loop:)?[1-9][0-9]*[kmgKMG]' || usage "DISK is like 512m or loop:512m, not '$DISK'"
  matches "${NAMES:-full}" 'full|debian|ip' || usage "NAMES is full, debian or ip, not '$NAMES'"
  matches "${INIT:-bash}" 'bash|systemd' || usage "INIT is bash or systemd, not '$INIT'"
  [ "${INIT:-bash}" = bash ] || [ -x "${ROOTFS:-/}/lib/systemd/systemd" ] || usage "INIT: no systemd in '${ROOTFS:-/}'"
  matches "${LIFELINE:-0}" '[0-9]+' || usage "LIFELINE is the number of a file descriptor, not '$LIFELINE'"
}

poll() { # SECONDS COMMAND...: until the command succeeds; false when the time is over
  local until=$((${EPOCHREALTIME/./} + $1 * 1000000))
  shift
  until "$@"; do
    [ "${EPOCHREALTIME/./}" -lt "$until" ] || return 1
    sleep 0.02
  done
}

gone() {
  [ ! -d "/proc/$1" ]
}

first_child() { # PID
  local children
  read -r children 2>/dev/null <"/proc/$1/task/$1/children" || [ -n "${children:-}" ] || return 1
  echo "${children%% *}"
}

# A process id alone proves nothing: the number may have been given to another process since it was written down.
outer_pid() {
  local pid
  read -r pid 2>/dev/null <"$BED/outer.pid" || return 1
  grep -qs "^$outer_tag" "/proc/$pid/cmdline" && echo "$pid"
}

host_pid() { # H
  local pid
  read -r pid 2>/dev/null <"$BED/h$1/pid" || return 1
  grep -qsz "^FAMS_BED_HOST=$bed_id-$1$" "/proc/$pid/environ" && echo "$pid"
}

need_outer() {
  outer=$(outer_pid) || die "the bed is not up"
}

need_host() { # H
  need_outer
  host=$(host_pid "$1") || die "host $1 is off"
}

in_net() { # the operator's network, this machine's processes
  nsenter -t "$outer" -n -- "$@"
}

in_outer() { # the outer namespaces; dies with the bed
  nsenter -t "$outer" -n -m -p -- "$@"
}

# The hard rule: nothing is sent to a 192.168.x address unless this is the bed's own closed network.
need_closed() {
  local own routes
  need_outer
  own=$(readlink "/proc/$outer/ns/net") || die "the bed has just ended"
  [ "$own" != "$(readlink /proc/self/ns/net)" ] || die "the outer namespace is the caller's own network: refusing"
  [ "$own" != "$(readlink /proc/1/ns/net)" ] || die "the outer namespace is this machine's network: refusing"
  routes=$(in_net ip route show default && in_net ip -6 route show default) || die "the routes of the outer namespace cannot be read: refusing"
  [ -z "$routes" ] || die "the outer namespace has a default route: refusing"
}
