# job-state.sh BASE COMPONENT
# Prints the pid of the job's process, then what the job wrote last of its state, then why its supervisor gave up: each after its word.
read -r pid rest <"$1/run/$2.child" 2>/dev/null && printf 'pid %s\n' "$pid"
[ ! -r "$1/run/$2.state" ] || { printf 'state ' && head -c 65536 "$1/run/$2.state" && echo; }
[ ! -r "$1/run/$2.failed" ] || { printf 'failed ' && head -n 1 "$1/run/$2.failed"; }
