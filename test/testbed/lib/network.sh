# Faults of the network: cut, heal, part, join, slow, fast.
# shellcheck shell=bash

bed_cut() {
  need_host "$1"
  in_net ip link set "v$1" down
}

bed_heal() {
  need_host "$1"
  in_net ip link set "v$1" up
}

bed_part() {
  parted add "$1" "$2"
}

bed_join() {
  parted delete "$1" "$2"
}

parted() { # add|delete A B
  local pair="$net.$2 . $net.$3, $net.$3 . $net.$2" known
  need_outer
  known=$(in_net nft list set bridge bed parted)
  # Joining what is not parted is no error: a test's clean-up does not know how far the test got.
  [ "$1" = add ] || [[ $known == *"$net.$2 . $net.$3"[!0-9]* ]] || return 0
  in_net nft "$1" element bridge bed parted "{ $pair }"
}

# The kernel may lack netem, so the delay is made by a relay that takes the place of the host's wire to the bridge.
bed_slow() {
  local h=$1 ms=$2 rate=${3:-} log=$BED/h$1/relay.log
  need_host "$h"
  bed_fast "$h"
  if [ -n "$rate" ]; then
    in_net tc qdisc replace dev "v$h" root tbf rate "$rate" burst 32k latency 500ms
    nsenter -t "$host" -n -- tc qdisc replace dev eth0 root tbf rate "$rate" burst 32k latency 500ms
  fi
  [ "$((10#$ms))" -gt 0 ] || return 0
  in_net ip link add "rx$h" type veth peer name "ry$h"
  in_net ip link set "ry$h" master "$bridge" up
  in_net ip link set "rx$h" up
  in_net ip link set "v$h" nomaster
  : >"$log"
  setsid nsenter -t "$outer" -n -m -p -- python3 "$here/lib/relay.py" "v$h" "rx$h" "$ms" </dev/null >>"$log" 2>&1 &
  poll 10 grep -q ^ready "$log" || die "the relay of host $h did not start: $(tail -n 1 "$log")"
}

bed_fast() {
  local h=$1
  need_host "$h"
  # The relay ends by itself when its wire is gone.
  in_net ip link del "rx$h" 2>/dev/null || :
  in_net ip link set "v$h" master "$bridge"
  in_net tc qdisc del dev "v$h" root 2>/dev/null || :
  nsenter -t "$host" -n -- tc qdisc del dev eth0 root 2>/dev/null || :
}
