# Part of the scripts that look at unpacked software.
# listing DIR: SHA-256 over path, mode, size and time of every file, which is much faster than over their bytes.
# `logs` and `work` at the top are left out: there the tools of Kafka and Spark write by default.
listing() (
  cd "$1" 2>/dev/null || exit
  sum=$(find . '(' -path ./logs -o -path ./work ')' -prune -o -type f -exec stat -c '%n %a %s %Y' {} + | LC_ALL=C sort | sha256sum)
  echo "${sum%% *}"
)
