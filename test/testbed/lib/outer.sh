# The outer namespace: probe, up, down, status, env.
# shellcheck shell=bash

tools=(awk cksum findmnt flock ip mkfs.ext4 nft nsenter openssl pivot_root python3 setsid ssh ssh-keygen ssh-keyscan sysctl tc unshare)

bed_probe() {
  local tool missing='' said
  [ "$(id -u)" = 0 ] || die "needs root"
  for tool in "${tools[@]}"; do
    command -v "$tool" >/dev/null || missing+=" $tool"
  done
  [ -z "$missing" ] || die "not installed:$missing"
  # Containers often allow some of this and not all of it, so everything is tried, in namespaces that end with the shell.
  said=$(unshare --net --mount --pid --uts --ipc --cgroup --fork --kill-child --mount-proc --propagation private sh -ec '
    ip link add probe0 type bridge
    ip link add probe1 type veth peer name probe2
    nft add table bridge probe
    mount -t tmpfs tmpfs /mnt
    mkdir /mnt/up /mnt/work /mnt/root /mnt/pts
    mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/up,workdir=/mnt/work /mnt/root
    mount -t devpts -o newinstance devpts /mnt/pts
    mknod /mnt/whiteout c 0 0' 2>&1) || die "no namespaces to be had here: $(tail -n 1 <<<"$said")"
}

# One `up` or `down` at a time. The state directory itself is the lock, so that nothing is left beside it.
lock_bed() {
  while :; do
    mkdir -p "$BED"
    exec 199<"$BED"
    flock 199
    # Whoever held it before us may have removed the directory.
    [ "$BED" -ef /proc/self/fd/199 ] && return
    exec 199<&-
  done
}

not_closing() {
  [ ! -e "$BED/closing" ] || die "the bed is being taken down (if not: run 'bed down')"
}

bed_up() {
  local count=${1:-3} h job jobs=() failed=0
  bed_probe
  lock_bed
  not_closing
  [ -e "$BED/.fams-bed" ] || [ -z "$(ls -A "$BED")" ] || die "$BED is not empty and not a bed"
  touch "$BED/.fams-bed"
  outer=$(outer_pid) || start_outer "$count"
  # The hosts must not hold it too.
  [ -z "${LIFELINE:-}" ] || exec {LIFELINE}<&-
  need_closed
  for ((h = 1; h <= count; h++)); do
    boot_host "$h" &
    jobs+=($!)
    # More at once only makes each of them slower.
    while [ "$(jobs -rp | wc -l)" -ge 8 ]; do wait -n || :; done
  done
  for job in "${jobs[@]}"; do wait "$job" || failed=1; done
  return "$failed"
}

start_outer() { # COUNT
  local starter
  # What a bed that was killed has left: its hosts are not this bed's.
  rm -rf --one-file-system "$BED"/h[0-9]* "$BED/op"
  mkdir -p "$BED/op/home/.ssh"
  chmod 700 "$BED/op/home" "$BED/op/home/.ssh"
  # The lock (199) is let go only under the name by which `down` finds the process, so no moment exists in which it would be missed.
  setsid bash -c 'exec -a "$0" unshare "$@" 199<&-' "$outer_tag" --net --mount --pid --fork --kill-child --mount-proc --propagation private \
    bash -c 'exec -a "$0" bash "$@"' "$outer_tag" "$here/lib/outer-init.sh" "${LIFELINE:-}" </dev/null >"$BED/outer.log" 2>&1 &
  starter=$!
  poll 10 outer_started "$starter" || die "could not make the outer namespace: $(tail -n 1 "$BED/outer.log")"
  echo "$outer" >"$BED/outer.pid"
  # A fixed MAC: by default a bridge takes the lowest of its ports and changes it, unheard by the hosts, when that port goes.
  # arp_ignore: else the wire of a slowed host, which is off the bridge, answers for the operator and the relay is bypassed.
  in_net sh -ec "ip link set lo up; ip link add $bridge address 02:fa:c0:a8:01:fa type bridge; ip addr add $operator/24 dev $bridge; ip link set $bridge up
    sysctl -qw net.ipv4.conf.all.arp_ignore=1; sysctl -qw net.ipv4.neigh.default.gc_thresh3=8192 2>/dev/null || :"
  in_net nft -f - <<NFT
table bridge bed {
  set parted { type ipv4_addr . ipv4_addr; }
  chain forward { type filter hook forward priority 0; ether type ip ip saddr . ip daddr @parted drop; }
}
NFT
  operator_files
  count=$1 rootfs=${ROOTFS:-/} disk=${DISK:-} names=${NAMES:-full} init=${INIT:-bash} sshd_opts=${SSHD_OPTS:-}
  password_hash=$(openssl passwd -6 -stdin <"$BED/op/password")
  save_settings "$BED/settings"
}

outer_started() { # STARTER
  outer=$(first_child "$1") && grep -qsz "^$outer_tag$" "/proc/$outer/cmdline"
}

operator_files() {
  ssh-keygen -q -t ed25519 -N '' -C operator -f "$BED/op/id_ed25519"
  printf '%s\n' "${PASSWORD:-fams-password}" >"$BED/op/password"
  : >"$BED/op/home/.ssh/known_hosts"
  cat >"$BED/op/ssh_config" <<CONFIG
Host *
  User fams
  IdentityFile $BED/op/id_ed25519
  IdentitiesOnly yes
  UserKnownHostsFile $BED/op/home/.ssh/known_hosts
  StrictHostKeyChecking yes
  ConnectTimeout 5
CONFIG
}

save_settings() { # FILE
  local name
  for name in count rootfs disk names init sshd_opts password_hash; do printf '%s=%q\n' "$name" "${!name}"; done >"$1"
}

bed_down() {
  if [ ! -e "$BED/.fams-bed" ]; then
    rmdir "$BED" 2>/dev/null || : # an 'up' that got no further
    return 0
  fi
  # An `up` at work starts nothing more, and fails on what it has started; only then the lock is free.
  touch "$BED/closing"
  end_outer
  exec 199<"$BED"
  flock -w 60 199 || die "an 'up' of this bed does not end"
  end_outer
  remove_cgroups
  rm -rf --one-file-system "$BED"
}

end_outer() {
  local process argv0 pids=() pid
  for process in /proc/[0-9]*; do
    argv0=
    { IFS= read -r -d '' argv0 <"$process/cmdline"; } 2>/dev/null || continue
    [ "$argv0" != "$outer_tag" ] || pids+=("${process#/proc/}")
  done
  [ ${#pids[@]} -gt 0 ] || return 0
  kill -9 "${pids[@]}" 2>/dev/null || :
  for pid in "${pids[@]}"; do poll 30 gone "$pid" || die "process $pid does not end"; done
}

bed_status() {
  local dir h
  outer_pid >/dev/null || {
    echo down
    exit 1
  }
  for dir in "$BED"/h[0-9]*/; do
    h=${dir%/}
    h=${h##*/h}
    echo "h$h $net.$h $(host_pid "$h" >/dev/null && echo on || echo off)"
  done | sort -V
}

bed_env() {
  need_outer
  printf '%s=%q\n' BED "$BED" OUTER "$outer" OPERATOR "$operator" KEY "$BED/op/id_ed25519" KNOWN_HOSTS "$BED/op/home/.ssh/known_hosts" \
    SSH_CONFIG "$BED/op/ssh_config" PASSWORD "$(cat "$BED/op/password")"
}
