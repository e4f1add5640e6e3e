CREATE TABLE orders (
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  id INTEGER NOT NULL UNIQUE,
  reference TEXT NOT NULL,
  status TEXT NOT NULL,
  total_cents INTEGER NOT NULL,
  placed_at TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (customer_id, id)
) WITHOUT ROWID
