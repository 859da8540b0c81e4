# Runs its arguments as one command.
exec "$@"
