# One host: boot, kill, pause, resume, newkey, clock.
# shellcheck shell=bash

bed_boot() {
  need_closed
  not_closing
  boot_host "$1"
}

boot_host() { # H
  local h=$1 dir=$BED/h$1
  not_closing
  if [ ! -d "$dir" ]; then
    mkdir "$dir"
    . "$BED/settings"
    rootfs=${ROOTFS:-$rootfs} disk=${DISK:-$disk} names=${NAMES:-$names} init=${INIT:-$init} sshd_opts=${SSHD_OPTS:-$sshd_opts}
    save_settings "$dir/settings"
  fi
  [ -f "$dir/key" ] || new_key "$dir"
  (
    flock 198
    host_pid "$h" >/dev/null || start_host "$h"
  ) 198<"$dir"
  wait_for_ssh "$h"
  learn_key "$h"
}

new_key() { # HOST-DIRECTORY; others may be reading the old one
  ssh-keygen -q -t ed25519 -N '' -C "${1##*/}" -f "$1/key.new"
  mv "$1/key.new.pub" "$1/key.pub"
  mv "$1/key.new" "$1/key"
}

start_host() { # H
  local h=$1 dir=$BED/h$1 starter
  make_disk "$h"
  in_net ip link del "v$h" 2>/dev/null || :
  # The new machine waits for this file until its network card is there. Not a pipe: without a reader, opening one waits forever.
  rm -f "$dir/go"
  setsid nsenter -t "$outer" -n -m -p -- env -i PATH="$host_path" FAMS_BED_HOST="$bed_id-$h" \
    sh -c '[ -z "$1" ] || { mkdir -p "$1" && echo 0 >"$1/cgroup.procs"; }; shift; exec "$@"' sh "$(host_cgroup "$h")" \
    unshare --net --mount --pid --uts --ipc --cgroup --fork --kill-child bash "$here/lib/host-init.sh" "$BED" "$h" \
    </dev/null >"$dir/console.log" 2>&1 198<&- 199<&- &
  starter=$!
  poll 20 host_started "$starter" || die "host $h did not start: $(tail -n 1 "$dir/console.log")"
  echo "$host" >"$dir/pid"
  # A machine keeps its MAC over a reboot; a random new one leaves its peers with a stale neighbour entry (130 s of silence).
  in_net ip link add "v$h" type veth peer name eth0 address "$(printf '02:fa:c0:a8:01:%02x' "$h")" netns "$host"
  in_net ip link set "v$h" master "$bridge" up
  touch "$dir/go"
}

host_started() { # STARTER: nsenter -> unshare -> first process of the host, which must already be in a network of its own
  local unshare net_now
  unshare=$(first_child "$1") && host=$(first_child "$unshare") && net_now=$(readlink "/proc/$host/ns/net") || {
    gone "$1" && die "host ended at once: $(tail -qn 1 "$BED"/h*/console.log)"
    return 1
  }
  [ "$net_now" != "$(readlink "/proc/$outer/ns/net")" ] && [ "$net_now" != "$(readlink /proc/self/ns/net)" ]
}

wait_for_ssh() { # H
  local h=$1
  host=$(host_pid "$h") || die "host $h died: $(tail -n 1 "$BED/h$h/console.log")"
  in_net timeout 30 bash -c '
    until { exec 3<>"/dev/tcp/$1/22"; } 2>/dev/null && read -r -t 2 banner <&3 && [[ $banner == SSH-* ]]; do
      [ -d "/proc/$2" ] || exit 1
      sleep 0.02
    done' bash "$net.$h" "$host" || die "host $h: no sshd: $(tail -n 1 "$BED/h$h/console.log")"
}

learn_key() { # H
  local known=$BED/op/home/.ssh/known_hosts
  (
    flock 197
    echo "$net.$1 $(cut -d' ' -f1,2 "$BED/h$1/key.pub")" >"$BED/h$1/known"
    cat "$BED"/h[0-9]*/known >"$known.new"
    mv "$known.new" "$known"
  ) 197<"$BED/op"
}

bed_kill() {
  local h=$1
  need_outer
  (
    flock 198
    host=$(host_pid "$h") || exit 0
    # The link goes first: a machine that loses its power says goodbye to nobody.
    in_net ip link set "v$h" down
    bed_fast "$h"
    kill -9 "$host" 2>/dev/null || :
    poll 20 gone "$host" || die "host $h does not end"
    in_net ip link del "v$h" 2>/dev/null || :
    rm -f "$BED/h$h/pid"
    remove_cgroups "/h$h"
  ) 198<"$BED/h$h"
}

bed_pause() {
  signal_all "$1" STOP
}

bed_resume() {
  signal_all "$1" CONT
}

signal_all() { # H SIGNAL: to all at once, so that none sees the others stopped; never reaches the host's init
  need_host "$1"
  nsenter -t "$host" -m -p -- /bin/bash -c "kill -$2 -1"
}

bed_newkey() {
  local h=$1 dir=$BED/h$1
  need_closed
  new_key "$dir"
  host=$(host_pid "$h") || return 0
  install_key "$h"
  poll 20 shows_key "$h" || die "host $h does not show its new key"
}

install_key() { # H
  nsenter -t "$host" -m -- tee /etc/ssh/ssh_host_ed25519_key <"$BED/h$1/key" >/dev/null
  nsenter -t "$host" -m -- tee /etc/ssh/ssh_host_ed25519_key.pub <"$BED/h$1/key.pub" >/dev/null
  reload_sshd
}

reload_sshd() {
  nsenter -t "$host" -m -p -- /bin/bash -c 'kill -HUP "$(cat /run/sshd.pid)"'
}

shows_key() { # H
  [ "$(in_net ssh-keyscan -T 2 -t ed25519 "$net.$1" 2>/dev/null | cut -d' ' -f2,3)" = "$(cut -d' ' -f1,2 "$BED/h$1/key.pub")" ]
}

# Not by ld.so.preload: sshd itself cannot log anyone in under libfaketime.
bed_clock() {
  local h=$1 offset=$2 library
  need_host "$h"
  library=$(nsenter -t "$host" -m -- /bin/sh -c 'ls /usr/lib/*/faketime/libfaketimeMT.so.1' 2>/dev/null) || die "host $h has no libfaketime"
  nsenter -t "$host" -m -- /bin/sed -i /^SetEnv/d /etc/ssh/sshd_config
  [ "$offset" = 0 ] ||
    nsenter -t "$host" -m -- /bin/sed -i "1i SetEnv LD_PRELOAD=$library FAKETIME=$offset FAKETIME_DONT_FAKE_MONOTONIC=1" /etc/ssh/sshd_config
  reload_sshd
}

cgroup_root() {
  awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts
}

host_cgroup() { # H: only systemd wants one
  (. "$BED/h$1/settings" && [ "$init" != systemd ] || echo "$(cgroup_root)/fams-bed-$bed_id/h$1")
}

remove_cgroups() { # [/hH]
  local dir
  dir=$(cgroup_root)/fams-bed-$bed_id${1:-}
  # The kernel empties them a moment after the last process has gone.
  poll 5 eval '[ ! -d "$dir" ] || { find "$dir" -depth -type d -exec rmdir {} + 2>/dev/null; }' || die "control group $dir is still in use"
}
