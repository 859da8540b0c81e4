# service.sh BASE start|stop|restart|status COMPONENT...: hands over to the script of that name on the host.
base=$1
verb=$2
component=$3
shift 3
exec sh "$base/bin/service.sh" "$verb" "$base" "$component" "$@"
