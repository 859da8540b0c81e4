# Part of the scripts that put software in place, look at it or remove things: what in a directory is not ours.

# real_path PATH: where it leads, also where its end is not there yet.
real_path() {
  rest=''
  there=$1
  while [ ! -e "$there" ] && [ ! -L "$there" ] && [ -n "$there" ]; do
    rest=/${there##*/}$rest
    there=${there%/*}
  done
  there=$(readlink -f -- "${there:-/}")
  there=${there%/}$rest
  printf '%s\n' "${there:-/}"
}

# read_record FILE: sets $digest, $recorded (the hash of the listing) and $placed (the directory) as FILE has them.
read_record() {
  digest='' recorded='' placed=''
  while read -r key value; do
    case $key in
      digest) digest=$value ;;
      listing) recorded=$value ;;
      dir) placed=$value ;;
    esac
  done 2>/dev/null <"$1"
  [ -n "$digest" ]
}

# names_dir DIR: whether the record that was read is about DIR. Without a line that says so it is about the only one there was.
names_dir() {
  [ -z "$placed" ] || [ "$placed" = "$1" ] || [ "$(real_path "$placed")" = "$(real_path "$1")" ]
}

# tenants HOME DIR RECORD: the records of other clusters in this home that name DIR, one a line.
tenants() {
  for other in "$1"/.fams-ops/*/bundles/"${3##*/}"; do
    [ -f "$other" ] && [ "$other" != "$3" ] || continue
    if read_record "$other" && names_dir "$2"; then printf '%s\n' "$other"; fi
  done
}

# contents DIR: the path of everything in it but directories, sorted. What the tools of Kafka and Spark log below `logs` and `work` is
# left out; data that somebody keeps there are not.
contents() (
  cd "$1" 2>/dev/null || exit
  find . '(' -path './logs/*' -o -path './work/*' ')' -type f '(' -name '*.log' -o -name '*.log.*' -o -name '*.out' -o -name '*.out.*' \
    -o -name stdout -o -name stderr ')' -o ! -type d -print | LC_ALL=C sort
)

# strangers DIR RECORD: what in DIR the manifest beside RECORD does not name. Without one nothing is known to be ours, unless DIR is as
# it was unpacked. RECORD is empty where none names DIR.
strangers() (
  manifest=${2%.record}.manifest
  if [ -z "$2" ]; then
    cd "$1" && find . ! -type d | LC_ALL=C sort
  elif [ -f "$manifest" ]; then
    contents "$1" | LC_ALL=C grep -vxF -f "$manifest"
  elif ! read_record "$2" || [ "$(listing "$1")" != "$recorded" ]; then
    contents "$1"
  fi | sed 's,^\./,,'
)

# few: the first lines of its input, in one.
few() {
  shown='' more=''
  for _ in 1 2 3 4 5; do
    IFS= read -r name || break
    shown="$shown${shown:+, }$name"
  done
  if IFS= read -r name; then more=', ...'; fi
  printf '%s%s\n' "$shown" "$more"
}

# users DIR: the processes that run from it: by their working directory, their open files or their arguments. DIR is a real path.
users() {
  {
    LC_ALL=C grep -lF -e "$1/" /proc/[0-9]*/cmdline 2>/dev/null | sed 's,^/proc/\([0-9]*\)/.*,\1,'
    owner=''
    ls -ln /proc/[0-9]*/cwd /proc/[0-9]*/fd 2>/dev/null | while IFS= read -r entry; do
      case $entry in
        /proc/*/fd:)
          owner=${entry#/proc/}
          owner=${owner%/fd:}
          continue
          ;;
      esac
      case $entry in *" -> $1" | *" -> $1/"*) ;; *) continue ;; esac
      case $entry in
        *'/cwd -> '*)
          owner=${entry%%/cwd -> *}
          printf '%s\n' "${owner##*/proc/}"
          ;;
        *) printf '%s\n' "$owner" ;;
      esac
    done
  } | sort -un | while read -r number; do
    [ "$number" = $$ ] || [ ! -e "/proc/$number/stat" ] || printf '%s\n' "$number"
  done
}

# works_in PID BASE: whether its working directory is ours, as that of every service, executor and submitted program is.
works_in() {
  case $(readlink "/proc/$1/cwd" 2>/dev/null) in "$(real_path "$2")"/*) return 0 ;; esac
  return 1
}

# mounts DIR: the mount points that are DIR or lie below it. DIR is a real path.
mounts() {
  while read -r number parent devices root point rest; do
    # The kernel writes blanks and the like as \040.
    case $point in *\\*)
      # shellcheck disable=SC2059
      point=$(printf "$(printf %s "$point" | sed 's/%/%%/g')x")
      point=${point%x}
      ;;
    esac
    case $point in "$1" | "${1%/}"/*) printf '%s\n' "$point" ;; esac
  done 2>/dev/null </proc/self/mountinfo
}
