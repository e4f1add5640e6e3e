#!/usr/bin/env bash
# That `shard-move verify` finds what is wrong, and that misuse is refused.
#
#   shop.sh SHARD_MOVE SQL
set -euo pipefail

shard_move=$1
sql=$2
folder=$(mktemp -d)
writers=
clean_up() {
  [ -z "$writers" ] || kill -9 "$writers" 2>/dev/null || true
  rm -rf "$folder"
}
trap clean_up EXIT
cd "$folder"

fail() {
  echo "shop.sh: $*" >&2
  exit 1
}

# expect CODE TEXT COMMAND...: ends with the code, and says the text.
expect() {
  local code=$1 text=$2 said status=0
  shift 2
  said=$("$@" 2>&1) || status=$?
  [ "$status" = "$code" ] || fail "$* ended with $status and said: $said"
  [[ $said == *"$text"* ]] || fail "$* did not say '$text', but: $said"
}

expect 2 'subcommand' "$shard_move"
expect 2 '--certs' "$shard_move" worker --fleet localhost:1 --name w
expect 2 'subcommand' "$shard_move" frobnicate
expect 0 'controller' "$shard_move" --help
expect 1 'no shards' "$shard_move" verify . .
expect 1 'client.pem' "$shard_move" worker --fleet localhost:1 --name w \
  --certs "$folder"
expect 1 'HOST:PORT' "$shard_move" worker --fleet localhost --name w \
  --certs "$folder"

expect 0 '' "$shard_move" make from --shards 2 --rows 400 --seed 5
expect 1 'exists already' "$shard_move" make from --shards 2
"$shard_move" write from >writers.txt &
writers=$!
for _ in $(seq 300); do
  [ "$(cat from/*.log 2>/dev/null | wc -l)" -lt 100 ] || break
  sleep 0.1
done
kill "$writers"
wait "$writers" || fail "the writers failed: $(cat writers.txt)"
writers=
grep -q 'transactions' writers.txt || fail 'the writers said nothing'

expect 1 'has not arrived' "$shard_move" verify from to
mkdir to
for shard in 1 2; do
  "$sql" "from/shard-$shard.db" "VACUUM INTO 'to/shard-$shard.db'"
  for event in INSERT UPDATE DELETE; do
    "$sql" "from/shard-$shard.db" "CREATE TRIGGER refuse_$event BEFORE $event \
ON ledger BEGIN SELECT RAISE(ABORT, 'this shard has moved to \
$folder/to/shard-$shard.db'); END"
  done
done
expect 0 '0 lost, 0 unexpected, 0 with another value' \
  "$shard_move" verify from to

# spoiled TEXT SQL: the verdict once the second shard was changed.
spoiled() {
  cp to/shard-2.db good.db
  "$sql" to/shard-2.db "$2"
  expect 1 "$1" "$shard_move" verify from to
  cp good.db to/shard-2.db
}
spoiled '1 lost' 'DELETE FROM payments WHERE id = (SELECT max(id) FROM payments)'
spoiled '1 unexpected' \
  "INSERT INTO orders VALUES(99999, 1, 1, 'open')"
spoiled '1 with another value' \
  'UPDATE customers SET balance = balance + 1 WHERE id = 7'
spoiled 'transactions are lost' 'UPDATE ledger SET last = last - 2'
"$sql" from/shard-1.db 'DROP TRIGGER refuse_UPDATE'
expect 1 'still takes writes' "$shard_move" verify from to
