/// The statements of the writer.
#pragma once

#include <vector>

#include "database.hpp"
#include "operation.hpp"

namespace orders_writer {

/// Carries out operations. Inside of a transaction of the caller.
class table {
public:
  explicit table(database& db);

  /// Adds the ids that the database has chosen.
  void apply(const operation& x, std::vector<int64_t>& ids);

private:
  void add_items(int64_t id, const order& x);

  int64_t insert(query& how, const order& x);

  query insert_;
  query add_;
  query upsert_;
  query put_;
  query replace_;
  query update_;
  query update_many_;
  query rename_;
  query move_;
  query remove_;
  query add_item_;
};

} // namespace orders_writer
