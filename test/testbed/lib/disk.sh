# The hosts' disks: fill, drain, wipe.
# shellcheck shell=bash

# Mounted in the outer namespace, so that a disk outlives the power-off of its host.
make_disk() { # H
  local dir=$BED/h$1 disk
  . "$dir/settings"
  mkdir -p "$dir/disk"
  [ -n "$disk" ] || return 0
  ! in_outer findmnt "$dir/disk" >/dev/null || return 0
  case $disk in
    loop:*)
      if [ ! -f "$dir/img" ]; then
        truncate -s "${disk#loop:}" "$dir/img"
        mkfs.ext4 -q -m 0 -E lazy_itable_init=1,lazy_journal_init=1 "$dir/img"
      fi
      in_outer mount -o loop "$dir/img" "$dir/disk"
      ;;
    *) in_outer mount -t tmpfs -o "mode=755,size=$disk" tmpfs "$dir/disk" ;;
  esac
}

need_disk() { # H
  need_outer
  in_outer findmnt -no FSTYPE "$BED/h$1/disk" || die "host $1 has no disk of a limited size (up with DISK=512m)"
}

bed_fill() {
  local dir=$BED/h$1/disk left=${2:-0} type used free
  type=$(need_disk "$1")
  need_outer
  if [ "$type" = tmpfs ]; then
    used=$(in_outer df -k --output=used "$dir" | tail -n 1)
    # A tmpfs of size 0 has no limit at all.
    in_outer mount -o "remount,size=$((used + left > 0 ? used + left : 1))k" "$dir"
  else
    in_outer rm -f "$dir/filler"
    free=$(in_outer df -k --output=avail "$dir" | tail -n 1)
    [ "$free" -le "$left" ] || in_outer fallocate -l "$((free - left))K" "$dir/filler"
  fi
}

bed_drain() {
  local dir=$BED/h$1 disk type
  type=$(need_disk "$1")
  need_outer
  . "$dir/settings"
  if [ "$type" = tmpfs ]; then
    in_outer mount -o "remount,size=$disk" "$dir/disk"
  else
    in_outer rm -f "$dir/disk/filler"
  fi
}

bed_wipe() {
  need_outer
  ! host_pid "$1" >/dev/null || die "host $1 is on: kill it first"
  in_outer rm -rf "$BED/h$1/disk/up" "$BED/h$1/disk/work" "$BED/h$1/disk/filler"
}
