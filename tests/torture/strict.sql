CREATE TABLE orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  reference TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('new', 'paid', 'shipped', 'returned')),
  total_cents INTEGER NOT NULL CHECK (total_cents >= 0),
  placed_at TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT ''
) STRICT
