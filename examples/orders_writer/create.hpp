/// A new database with customers and their orders.
#pragma once

#include <cstdint>
#include <string>

#include "order.hpp"

namespace orders_writer {

/// Makes a database. Fails if there is one.
void create(const std::string& path, const origin& from, bool wal);

/// Returns what the items of an order are called.
std::string article(int64_t line);

} // namespace orders_writer
