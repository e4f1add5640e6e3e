#!/usr/bin/env bash
# usage: can_fail.sh PLANTED SANITIZER[,SANITIZER]
#
# Each sanitizer must report the fault that is planted for it, the counting must
# see that, and both must be silent where there is no fault.
set -euo pipefail

planted=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT

# try FAULT FINDINGS
try() {
  local said
  rm -rf "${reports:?}"/*
  for tool in ASAN UBSAN TSAN; do
    export "${tool}_OPTIONS=log_path=$reports/planted"
  done
  "$planted" "$1" >/dev/null 2>&1 || true
  said=$(bash "$here/findings.sh" "$reports" || true)
  if [ "$(tail -n 1 <<<"$said")" != "sanitizer findings: $2" ]; then
    printf 'planted %s, expected findings: %s, and got\n%s\n' "$1" "$2" "$said"
    exit 1
  fi
  printf 'planted %s, findings: %s\n' "$1" "$2"
}

case $2 in
  thread) faults=race ;;
  address,undefined) faults='address leak undefined' ;;
  *) exit 0 ;;
esac
try nothing 0
for fault in $faults; do
  try "$fault" 1
done
