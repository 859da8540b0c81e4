# submit.sh WORK RUN COMMAND...: the driver of a submitted program in its working directory, after placing.sh. Its standard input is the
# session's: the driver itself ends when that ends, or falls silent.
work=$1
run=$2
shift 2
umask 077
cd "$work" || exit 1
# exec keeps both numbers.
process $$ >"$run/owner" || exit 1
exec "$@"
