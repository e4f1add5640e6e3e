#include "schema_change/cli.hpp"

namespace schema_change {

std::string help_text() {
  return R"(Usage: schema-change DATABASE TABLE --to NEW.sql [OPTION]...

Gives a table of an SQLite database another definition while applications go on
reading and writing it: copies the rows into a new table, replays what changes
meanwhile, compares the two, and swaps them in one short transaction. Up to that
moment the table stays as it is, and the change can be stopped, killed and
resumed at any time.

  DATABASE                  file of the database
  TABLE                     the table to change

What to change:
      --to FILE             holds the wanted CREATE TABLE, with the name TABLE
      --map COLUMN=EXPRESSION
                            how to compute a column of the new table from those
                            of the old one; can be given several times. Columns
                            of the same name need none
      --allow-drop          columns that the new table does not have may be
                            lost, and indexes that do not fit it
      --keep-old            keep the old table as _TABLE_old
      --indexes-first       build indexes along with the copy: slower, but no
                            writer ever waits for a whole index to be built

How gently:
      --chunk-time TIME     how long a transaction, and so a writer's wait, may
                            last; up to 16 times that while the application
                            writes faster than its changes are replayed [50ms]
      --lock-wait TIME      how long to wait while others lock the database;
                            then this start has failed [30s]
      --max-rate ROWS       copy at most so many rows per second [0: no limit]
      --pause-file FILE     hold while this file exists

The cut-over:
      --defer-cutover       hold before the cut-over, all rows copied and kept
                            up to date, until DROP TABLE _status_sentinel
      --sentinel-limit TIME
                            give up waiting for that, the copy is kept [48h]

Going on with an unfinished change:
      --resume auto|never|require
                            resume if there is one; remove it and start over; or
                            fail if there is none [auto]
      --max-checkpoint-age TIME
                            refuse to resume what is older [7d]
      --take-over           take the place of a run that holds the table; it is
                            kept from writing anything more
      --steer pause|resume|hold|release
                            hold back all work, or only the cut-over, from the
                            start on; or take back what an operator said to an
                            earlier run, which is stored; can be given twice
      --checkpoint-interval TIME
                            between two checkpoints, 0: only when stopped [50s]

Output:
      --progress auto|tty|plain|json
                            on stderr: a live block, log lines, or JSON Lines
                            [auto: a live block on a terminal, else log lines]
      --status-interval TIME
                            between two reports in the log lines, 0: none [30s]
      --json                JSON Lines on stdout, see docs/JSON.md
      --color auto|always|never
                            [auto: on a terminal, unless NO_COLOR is set]
  -h, --help                say this
      --version             say which version this is

TIME is a number and a unit, ms, s, m, h or d, such as 500ms, 30s or 1h30m.

Ctrl-C (or SIGTERM) saves a checkpoint and stops; the same command resumes. A
second one leaves at once: what is lost is a moment's work, never a row.

Examples:
  Make a text column an integer, in new.sql:
    CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL,
                         total INTEGER NOT NULL CHECK (total >= 0))
    schema-change shop.db orders --to new.sql

  Compute a column, copy gently, and choose the moment of the cut-over:
    schema-change shop.db orders --to new.sql --map 'total=price * quantity'
                  --max-rate 20000 --defer-cutover

Exit codes:
    0  finished
    1  failed; safe to run again (also when stdout could not be written)
    2  refused: the command or what it asks for is wrong, nothing was touched
    3  cancelled, a checkpoint is saved
    4  a checkpoint could not be written
    5  another run owns the change, or it is unclear who does: ask a person
  130  left at once by a second Ctrl-C (143: by a second SIGTERM)
)";
}

} // namespace schema_change
