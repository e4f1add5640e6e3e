#!/bin/sh
# Bad and odd input from the outside: options, files that are no databases, and
# places that nobody can write to. Each case ends right, or is refused with the
# exit code of the documentation, with a word that says why, and with not a byte
# of the database changed.
#
#   schema_change_input.sh SCHEMA_CHANGE SQL
set -u

tool=$1
sql=$2
cases=0
least=80
# shellcheck source=tests/outside.sh
. "$(dirname "$0")/outside.sh"

# -- checks --------------------------------------------------------------------

check() { # WHAT COMMAND...
  what=$1
  shift
  checks=$((checks + 1))
  "$@" || {
    fail "$what"
    head -c 2000 out err
  }
}

says() { # TEXT
  grep -qF -e "$1" out err
}

nobody_reads_sql() {
  ! grep -qF -e ' (in: ' out err
}

nothing_beside_it() {
  [ -z "$(find . -name '*.lock' -o -name '*-journal' -o -name '*-wal')" ]
}

# What the application has, in a file of its own for each case.
fresh() {
  rm -f ./*.db ./*.db-* ./*.lock before
  : >shop.db
  "$sql" shop.db "CREATE TABLE orders(id INTEGER PRIMARY KEY, note TEXT);
    INSERT INTO orders VALUES(1, 'a'), (2, 'b'), (3, '3')"
}

cat >new.sql <<'END'
CREATE TABLE orders(id INTEGER PRIMARY KEY, note INT)
END

refused() { # NAME TEXT ARGUMENT...
  stopped 2 "$@"
}

stopped() { # EXIT_CODE NAME TEXT ARGUMENT...
  wanted=$1
  case=$2
  part=$3
  shift 3
  cases=$((cases + 1))
  cp shop.db before
  timeout 60 "$tool" "$@" >out 2>err </dev/null
  code=$?
  check "exit code $code instead of $wanted: $*" [ "$code" = "$wanted" ]
  check "it does not say '$part'" says "$part"
  check "it shows SQL of ours" nobody_reads_sql
  check "bytes have changed" cmp -s shop.db before
  check "files are left behind" nothing_beside_it
}

option() { # NAME TEXT OPTION...
  name=$1
  part=$2
  shift 2
  refused "$name" "$part" shop.db orders --to new.sql "$@"
}

database() { # NAME FILE TEXT
  refused "$1" "$3" "$2" orders --to new.sql
}

broken() { # NAME
  stopped 1 "$1" "database disk image is malformed; nothing was touched" \
    short.db orders --to new.sql
}

done_right() { # NAME FILE OPTION...
  case=$1
  file=$2
  shift 2
  cases=$((cases + 1))
  timeout 60 "$tool" "$file" orders --to new.sql "$@" >out 2>err </dev/null
  code=$?
  check "exit code $code instead of 0: $*" [ "$code" = 0 ]
  found=$("$sql" "./$file" "SELECT group_concat(quote(note)) FROM orders")
  check "the rows are $found" [ "$found" = "'a','b',3" ]
  check "files are left behind" nothing_beside_it
}

# -- options -------------------------------------------------------------------

fresh
option "an option that is not there" "--nosuch" --nosuch
option "an option that is only begun" "--keep" --keep
option "an argument too many" "more" more
option "an option without its value" "--map" --map
option "a flag with a value" "keep-old" --keep-old=yes
option "no number" "is no number of rows" --max-rate many
option "a negative number" "is no number of rows" --max-rate=-1
option "not a number" "is no number of rows" --max-rate nan
option "infinity" "is no number of rows" --max-rate inf
option "a fraction" "is no number of rows" --max-rate 1.5
option "hexadecimal" "is no number of rows" --max-rate 0x10
option "more than 64 bits" "is no number of rows" --max-rate 18446744073709551616
option "no number at all" "is no number of rows" --max-rate ''
option "a number with a blank" "is no number of rows" --max-rate ' 5'
option "a time without a unit" "lacks a unit" --chunk-time 50
option "a negative time" "is no time" --chunk-time=-5s
option "not a time" "is no time" --chunk-time nan
option "a time that is too short" "below 1ms" --chunk-time 0
option "a time that is too long" "is too long" --lock-wait 106752d
option "a time of many digits" "is too long" --lock-wait 99999999999999999999s
option "a unit that is not there" "has a unit" --status-interval 5y
option "a unit in capitals" "has a unit" --status-interval 5S
option "a time of centuries" "longer than ten years" --status-interval 106751d
option "a limit of nothing" "is no limit" --sentinel-limit 0
option "an age of nothing" "is no limit" --max-checkpoint-age 0s
option "a choice that is not there" "none of auto" --resume maybe
option "a choice in capitals" "none of auto" --resume AUTO
option "a choice left empty" "none of auto" --color ''
option "a mapping without an expression" "COLUMN=EXPRESSION" --map note=
option "a mapping without a column" "COLUMN=EXPRESSION" --map =1
option "a mapping without either" "COLUMN=EXPRESSION" --map note
option "a mapping with half a quote" "COLUMN=EXPRESSION" --map '"note=1'
option "a column mapped twice" "given twice" --map note=1 --map note=2
option "a column mapped twice in other letters" "named twice" \
  --map note=1 --map NOTE=2
option "something to resume where nothing is" "no unfinished change" \
  --resume require
option "a pattern of a format" "%s%n{}" --map '%s%n{}=1'
refused "no table" "TABLE" shop.db --to new.sql
refused "an empty name of a table" "TABLE" shop.db '' --to new.sql
refused "an empty name of a database" "DATABASE" '' orders --to new.sql
refused "no statement" "--to" shop.db orders
refused "a statement in a file that is not there" "no.sql" \
  shop.db orders --to no.sql
refused "a statement in a folder" "directory" shop.db orders --to .
refused "a statement in an empty file" "is empty" shop.db orders --to /dev/null
refused "the database for a statement" "NUL byte" shop.db orders --to shop.db
printf 'CREATE TABLE orders(id INTEGER PRIMARY KEY, note INT\377' >latin.sql
refused "half a statement in another encoding" "statement is wrong" \
  shop.db orders --to latin.sql
refused "a refusal is data, too" '"outcome":"refused","exit_code":2' \
  shop.db nothing --to new.sql --json

case="a refusal is said once"
cases=$((cases + 1))
timeout 60 "$tool" shop.db nothing --to new.sql >out 2>err
check "it is said more than once" [ "$(grep -c 'has no table nothing' err)" = 1 ]
check "it does not say what it did" says "Nothing was touched."

done_right "an option given twice counts as given last" shop.db \
  --max-rate 1 --max-rate 0 --lock-wait 1s --lock-wait=5s
fresh
done_right "options at their limits" shop.db --max-rate 999999999999999999 \
  --chunk-time 106751d --lock-wait 106751d --checkpoint-interval 3650d \
  --status-interval 3650d --sentinel-limit 1ms --max-checkpoint-age 1ms
fresh
done_right "a pause file in a folder that is not there" shop.db \
  --pause-file no/where

# -- files ---------------------------------------------------------------------

fresh
database "a file that is not there" none.db "no such database"
database "a folder" . "is no file"
database "a device" /dev/null "is no file"
database "a file in a file" shop.db/x.db "no such database"
database "text" new.sql "file is not a database"
: >empty.db
database "an empty file" empty.db "has no table orders"
mkfifo pipe.db
database "a pipe" pipe.db "is no file"
rm pipe.db
ln -s loop.db loop.db
database "a link to itself" loop.db "no such database"
rm loop.db
ln -s none.db hanging.db
database "a link to nothing" hanging.db "no such database"
rm hanging.db
head -c 100 shop.db >short.db
broken "a database of which only the head is left"
head -c 4096 shop.db >short.db
broken "a database that is cut off"
{ head -c 100 shop.db; head -c 8092 /dev/zero; } >short.db
broken "a database of zeros"
{ printf 'SQLite format 4'; tail -c +16 shop.db; } >short.db
database "a database of another kind" short.db "not a database"
database "a URI" "file:shop.db?mode=rw" "no such database"
fresh
for odd in 'file:x.db' 'a%20b.db' 'a?mode=ro.db' 'a#b.db' ' .db' "it's.db" \
  '-x.db' 'a;b.db' '$(x).db' 'ünïcödé.db' '\x.db' ':memory:'; do
  cp shop.db "./$odd"
  done_right "a file called $odd" "./$odd"
  rm -f "./$odd"
done
cp shop.db file:x.db
done_right "a name that begins like a URI" file:x.db
rm file:x.db
cp shop.db :memory:
done_right "a name that means memory elsewhere" :memory:
rm :memory:
ln -s shop.db link.db
done_right "a link" link.db
rm link.db
fresh
"$sql" shop.db "PRAGMA journal_mode = WAL" >out
done_right "a write-ahead log" shop.db
fresh
"$sql" shop.db "PRAGMA journal_mode = PERSIST; PRAGMA user_version = 3" >out
rm -f shop.db-journal
done_right "a journal that stays" shop.db
rm -f shop.db-journal

# -- places that nobody can write to ---------------------------------------------

lost() { # NAME OPTION...
  case=$1
  shift
  cases=$((cases + 1))
  timeout 60 "$tool" "$@" >/dev/full 2>err </dev/null
  code=$?
  : >out
  check "exit code $code instead of 1: $*" [ "$code" = 1 ]
  check "it does not say so" says "the output is not complete: No space left"
}

if [ -w /dev/full ]; then
  fresh
  lost "JSON that cannot be written" shop.db orders --to new.sql --json
  found=$("$sql" shop.db "SELECT group_concat(quote(note)) FROM orders")
  check "the rows are $found" [ "$found" = "'a','b',3" ]
  fresh
  lost "last words that cannot be written" shop.db orders --to new.sql
  lost "help that cannot be written" --help
  case="a refusal that cannot be written"
  cases=$((cases + 1))
  timeout 60 "$tool" shop.db none --to new.sql --json >/dev/full 2>err
  check "it is no refusal any more" [ $? = 2 ]
fi

case="an unfinished change is given up"
cases=$((cases + 1))
fresh
timeout 60 "$tool" shop.db orders --to new.sql --defer-cutover \
  --sentinel-limit 1ms >out 2>err
check "it did not wait for the sentinel" [ $? = 1 ]
"$sql" shop.db "SELECT sql FROM sqlite_schema WHERE name = 'orders'" >old.sql
timeout 60 "$tool" shop.db orders --to old.sql --resume never >out 2>err
check "it was not given up" [ $? = 0 ]
check "it says that it changed something" \
  says "The unfinished change of orders in shop.db is given up"
found=$("$sql" shop.db "SELECT group_concat(name) FROM sqlite_schema")
check "there is $found" [ "$found" = orders ]

case="a run that goes on says so"
cases=$((cases + 1))
fresh
timeout 60 "$tool" shop.db orders --to new.sql --defer-cutover \
  --sentinel-limit 1ms >out 2>err
"$sql" shop.db "DROP TABLE _status_sentinel"
timeout 60 "$tool" shop.db orders --to new.sql >out 2>err
check "it does not say so" \
  says "resumed the unfinished change of orders: 3 of about 3 rows are copied"

case="there are enough cases"
check "only $cases" [ "$cases" -ge "$least" ]
echo "$cases cases"
sum_up
