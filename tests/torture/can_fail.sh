#!/usr/bin/env bash
# The torture notices a row that is lost: one that goes just before the table is
# compared.
#
#   can_fail.sh PROGRAMS
set -euo pipefail

programs=$(cd "$1" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() {
  echo "FAILED: $*"
  exit 1
}

mkdir "$folder"/{examples,tests,kept}
ln -s "$programs/examples/schema-change" "$folder/examples/"
ln -s "$programs/tests/test_sql" "$folder/tests/"
cat >"$folder/examples/orders-writer" <<'END'
#!/bin/sh
[ "$1" != verify ] || "$PROGRAMS/tests/test_sql" "$2" \
  'DELETE FROM orders WHERE id = (SELECT max(id) FROM orders)'
exec "$PROGRAMS/examples/orders-writer" "$@"
END
chmod +x "$folder/examples/orders-writer"

code=0
said=$(PROGRAMS=$programs TMPDIR=$folder/kept bash "$here/torture.sh" \
  "$folder" --rounds 1 --seed 3) || code=$?
[ "$code" = 1 ] || fail "exit code $code: $said"
[[ "$said" == *"the table is not right"* ]] || fail "it does not say so: $said"
[[ "$said" == *", 1 rows lost" ]] || fail "it is not counted: $said"
compgen -G "$folder/kept/torture.*/1/shop.db" >/dev/null ||
  fail "the files of the round are not kept"
