# submit-prepare.sh SUBMITTED JAR SHA256 MAIN_CLASS RUN: makes the places of a submitted program, removes what ended runs left, and prints
# `there` when the jar is there with these bytes, else `missing`.
# Below SUBMITTED: jars/SHA/NAME.jar, the last ones used; home/CLASS, the working directory of a program, which stays; run/ID, one run.
submitted=$1
jar=$2
sha256=$3
work=$submitted/home/$4
run=$submitted/run/$5
kept=10
umask 077

# `process` and `sum` come from placing.sh.
mkdir -p "$submitted/jars" "$submitted/run" "$work" "${jar%/*}" || exit 1
for left in "$submitted"/run/*/; do
  if [ ! -r "$left/owner" ]; then
    # It is about to begin, or never did.
    [ -z "$(find "$left" -prune -mmin +1440)" ] || rm -rf -- "$left"
    continue
  fi
  read -r owner <"$left/owner"
  [ "$(process "${owner%%-*}")" = "$owner" ] || rm -rf -- "$left"
done
mkdir "$run" || exit 1

# Newest first by their last use. A driver that still runs has its jar open.
touch -- "${jar%/*}" || exit 1
cd "$submitted/jars" || exit 1
# shellcheck disable=SC2012 # the names are ours: hexadecimal
ls -1t | tail -n +$((kept + 1)) | while read -r old; do rm -rf -- "./$old"; done

if [ -f "$jar" ] && [ "$(sum "$jar")" = "$sha256" ]; then echo there; else echo missing; fi
