# submit-end.sh RUN: prints what is on record of a run that has ended, and removes it.
cat "$1/record" 2>/dev/null
rm -rf -- "$1"
