#!/usr/bin/env bash
# Makes the root file system NAME for hosts of the bed, once, and prints its directory.
#
#   rootfs.sh java      Debian with sshd and a headless Java 17
#   rootfs.sh bare      Debian with sshd: no Java
#   rootfs.sh systemd   java, and systemd as init with user sessions
#
# None has Python, ps or pgrep: nothing may need them on a host.
# It is kept in $FAMS_OPS_TEST_CACHE (default ${XDG_CACHE_HOME:-~/.cache}/fams-ops-test) and made anew when its recipe
# changes. The packages come from wherever this machine's own apt gets them.
set -euo pipefail

die() {
  local code=$1
  shift
  echo "rootfs: $*" >&2
  exit "$code"
}

[ $# -eq 1 ] || die 2 "usage: rootfs.sh java|bare|systemd"
name=$1
packages=openssh-server,libfaketime
case $name in
  bare) ;;
  java) packages+=,openjdk-17-jre-headless ;;
  systemd) packages+=,openjdk-17-jre-headless,systemd-sysv,libpam-systemd,dbus-user-session ;;
  *) die 2 "no root file system called '$name': java, bare or systemd" ;;
esac
suite=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")

# Nobody reads these in a test; without them a root file system is a third smaller.
unread=(doc man info locale i18n lintian bug icons)

recipe() { # DIRECTORY
  # Without man1 an install fails that wants to link a page into it, the JRE's first of all.
  # shellcheck disable=SC2016  # mmdebstrap's own shell expands $1
  mmdebstrap --quiet --mode=root --variant=minbase --format=directory --include="$packages" \
    "${unread[@]/#/--dpkgopt=path-exclude=/usr/share/}" \
    --essential-hook='mkdir -p "$1/usr/share/man/man1"' \
    --customize-hook='chroot "$1" dpkg -L procps | grep bin/ | chroot "$1" xargs rm -f' \
    --customize-hook='cd "$1" && rm -rf var/cache/* var/log/* var/lib/apt/lists/* etc/ssh/ssh_host_*' \
    "${apt_options[@]}" "$suite" "$1" "${sources[@]}"
}

cache=${FAMS_OPS_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/fams-ops-test}
digest=$( (declare -f recipe && echo "$packages" "${unread[@]}" "$suite" "$(uname -m)") | sha256sum | cut -c1-12)
rootfs=$cache/rootfs/$name-$digest
if [ -d "$rootfs" ]; then
  echo "$rootfs"
  exit 0
fi

[ "$(id -u)" = 0 ] || die 1 "making a root file system needs root"
command -v mmdebstrap >/dev/null || die 1 "mmdebstrap is not installed"
mapfile -t sources < <(grep -lsw "$suite" /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources})
[ -n "$suite" ] && [ ${#sources[@]} -gt 0 ] || die 1 "this machine's apt has no sources for its release '${suite:-unknown}'"
mapfile -t apt_options < <(apt-config dump Acquire::http Acquire::https | grep -i proxy | sed 's/^/--aptopt=/')

# Two test files may ask at once: the second waits and finds it made.
mkdir -p "$cache/rootfs"
exec {lock}>"$cache/rootfs/.lock"
flock "$lock"
if [ ! -d "$rootfs" ]; then
  echo "rootfs: making '$name' ($suite, $packages), about a minute ..." >&2
  part=$rootfs.part
  # The hosts lie over this directory, so a half-made one must never bear its name.
  rm -rf --one-file-system "$part"
  recipe "$part" >&2 || die 1 "mmdebstrap failed; see above"
  chmod 755 "$part"
  mv -T "$part" "$rootfs"
  echo "rootfs: made $rootfs ($(du -sh "$rootfs" | cut -f1), ${SECONDS} s)" >&2
fi
echo "$rootfs"
