/// What the table must hold: the first orders, and then every transaction of
/// the logs, carried out in memory.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "log.hpp"

namespace orders_writer {

class model {
public:
  explicit model(const origin& from);

  /// Carries out a transaction. Throws `std::runtime_error` if the database
  /// cannot have chosen the ids that the log names.
  void apply(const intent& what, const outcome& done);

  const std::map<int64_t, order>& orders() const {
    return orders_;
  }

  /// Returns how many rows the trigger has written.
  int64_t events() const {
    return events_;
  }

private:
  void apply(const operation& x);

  void apply(const operation& x, int64_t id);

  void merge(int64_t known, int64_t changed, const order& x);

  int64_t next_id() const;

  void remove(int64_t first, int64_t last);

  // Whoever has the reference goes, unless it is `id` itself.
  void displace(const std::string& reference, int64_t id);

  void set_status(order& x, const std::string& status);

  void rename(int64_t id, const std::string& reference);

  void move(int64_t id);

  std::map<int64_t, order> orders_;
  std::unordered_map<std::string, int64_t> by_reference_;
  int64_t highest_ = 0; // id ever in use
  int64_t events_ = 0;
};

} // namespace orders_writer
