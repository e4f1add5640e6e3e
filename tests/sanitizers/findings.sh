#!/usr/bin/env bash
# usage: findings.sh FOLDER
#
# Counts what the sanitizers have written to FOLDER, shows the beginning of each
# report, and ends with "sanitizer findings: N". They write to files, so that a
# test that expects its program to fail cannot hide a report.
set -euo pipefail

begin='(ERROR|WARNING): [A-Za-z]+Sanitizer|: runtime error: '
findings=0
for report in "$1"/*; do
  [ -f "$report" ] || continue
  count=$(grep -cE "$begin" "$report") || true
  # What is no report as we know it is something to look at, too.
  [ "$count" -gt 0 ] || count=1
  findings=$((findings + count))
  printf '==> %s, and the whole of it in %s\n' \
    "$(grep -m 1 -E "$begin" "$report" || echo 'something else')" "$report"
  sed -n '1,40s/^/    /p' "$report"
done
printf 'sanitizer findings: %s\n' "$findings"
[ "$findings" = 0 ]
