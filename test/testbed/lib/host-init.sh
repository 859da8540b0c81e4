#!/usr/bin/env bash
# The first process of a host: builds the machine's file system, then becomes its init. Arguments: BED H
set -euo pipefail
# It goes to the console log, whose last line the bed shows.
trap 'echo "host-init: line $LINENO: $BASH_COMMAND" >&2' ERR

bed=$1 h=$2
net=192.168.1
dir=$bed/h$h
root=$dir/root
name=h$h
. "$dir/settings"

mount_root() {
  local up=$dir/disk/up hidden
  mkdir -p "$root" "$up" "$dir/disk/work"
  if [ ! -e "$up/etc/fams-bed" ]; then
    # What a fresh machine must not have when the root is this machine's own; a whiteout costs nothing, removing took 9 s.
    for hidden in tmp home root work mnt media srv; do [ -e "$up/$hidden" ] || mknod "$up/$hidden" c 0 0; done
  fi
  mount -t overlay overlay -o "lowerdir=$rootfs,upperdir=$up,workdir=$dir/disk/work" "$root"
  cd "$root"
  mkdir -p proc sys dev run tmp home root etc/ssh
  chmod 1777 tmp
}

first_boot() {
  echo "$name" >etc/hostname
  rm -f etc/ssh/ssh_host_* etc/ssh/sshd_config.d/* etc/resolv.conf etc/machine-id
  : >etc/resolv.conf
  tr -d - </proc/sys/kernel/random/uuid >etc/machine-id
  chmod 700 root
  add_user
  configure_sshd
  {
    echo '127.0.0.1 localhost'
    echo '::1 localhost ip6-localhost'
    case $names in
      debian) echo "127.0.1.1 $name" ;;
      full) for ((i = 1; i <= count; i++)); do echo "$net.$i h$i"; done ;;
    esac
  } >etc/hosts
  date +%s >etc/fams-bed
}

add_user() {
  sed -i '/^fams:/d' etc/passwd etc/shadow etc/group
  echo 'fams:x:5000:5000::/home/fams:/bin/bash' >>etc/passwd
  echo 'fams:x:5000:' >>etc/group
  echo "fams:$password_hash:19000:0:99999:7:::" >>etc/shadow
  grep -q '^sshd:' etc/passwd || echo 'sshd:x:4999:65534::/run/sshd:/usr/sbin/nologin' >>etc/passwd
  mkdir -p home/fams/.ssh
  cp "$bed/op/id_ed25519.pub" home/fams/.ssh/authorized_keys
  chmod 700 home/fams/.ssh
  chown -R 5000:5000 home/fams
}

configure_sshd() { # sshd takes the first of two values, so the test's own lines come first
  local pam=no line
  [ ! -f etc/pam.d/sshd ] || pam=yes
  {
    for line in $sshd_opts; do echo "${line/=/ }"; done
    echo "HostKey /etc/ssh/ssh_host_ed25519_key"
    echo "UsePAM $pam"
    echo "UseDNS no"
    echo "PasswordAuthentication yes"
    echo "PrintMotd no"
    echo "AcceptEnv LANG LC_*"
    echo "Subsystem sftp /usr/lib/openssh/sftp-server"
  } >etc/ssh/sshd_config
}

install_key() { # at every boot: it may have changed while the machine was off
  cp "$dir/key" etc/ssh/ssh_host_ed25519_key
  cp "$dir/key.pub" etc/ssh/ssh_host_ed25519_key.pub
  chmod 600 etc/ssh/ssh_host_ed25519_key
}

mount_kernel() {
  local node link
  mount -t proc proc proc
  mount -t sysfs -o ro sysfs sys 2>/dev/null || :
  mount -t tmpfs -o mode=755,size=64k tmpfs dev
  mkdir -p dev/pts dev/shm dev/mqueue
  for node in null zero full random urandom tty; do
    : >dev/$node
    mount --bind /dev/$node dev/$node
  done
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts
  for link in pts/ptmx:ptmx /proc/self/fd:fd /proc/self/fd/0:stdin /proc/self/fd/1:stdout /proc/self/fd/2:stderr; do
    ln -s "${link%:*}" "dev/${link#*:}"
  done
  mount -t tmpfs -o mode=1777,size=64m tmpfs dev/shm
  mount -t mqueue mqueue dev/mqueue 2>/dev/null || :
  mount -t tmpfs -o mode=755,size=64m tmpfs run
  mkdir -p run/sshd run/lock
  [ "$init" != systemd ] || {
    mount -t tmpfs -o mode=755,size=1m tmpfs sys/fs/cgroup 2>/dev/null || :
    mount -t cgroup2 cgroup2 sys/fs/cgroup
  }
}

start_network() {
  ip link set lo up
  ip addr add "$net.$h/24" dev eth0
  ip link set eth0 up
}

become_init() {
  mkdir -p .old
  pivot_root . .old
  umount -l /.old
  rmdir /.old 2>/dev/null || :
  cd /
  export HOME=/root
  [ "$init" != systemd ] || exec env container=fams-bed /lib/systemd/systemd --system --unit=multi-user.target
  # Without systemd, bash is enough: it reaps orphans, runs /etc/rc.local as a boot would, and starts sshd anew when it dies.
  exec chroot / /bin/bash -c '
    [ ! -x /etc/rc.local ] || /etc/rc.local &
    while :; do
      /usr/sbin/sshd -D -e
      sleep 0.2
    done'
}

until [ -e "$dir/go" ]; do sleep 0.01; done
hostname "$name"
mount_root
[ -e etc/fams-bed ] || first_boot
install_key
mount_kernel
start_network
become_init
