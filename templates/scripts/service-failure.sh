# service-failure.sh BASE COMPONENT: why its supervisor gave up, with what the service said last; nothing where it has not.
[ ! -f "$1/run/$2.failed" ] || cat "$1/run/$2.failed"
