/// The demo's application: it makes shards, writes to them wherever they are,
/// and finds out whether they arrived.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fleet {

/// The shards in a folder: `NAME.db`, in their order.
std::vector<std::string> shards_in(const std::string& folder);

/// Makes a folder of shards `shard-1.db` and so on.
void make_shards(const std::string& folder, uint64_t shards, uint64_t rows,
                 uint64_t seed);

/// Writes to all shards in a folder, each by a thread of its own, until SIGINT
/// or SIGTERM comes. Follows those that move. Notes each transaction in
/// `NAME.log` once it is committed. Returns an exit code.
int write_shards(const std::string& folder);

/// Does all transactions again, in memory, and compares the result with the
/// shards in `to`: nothing may be missing, twice or different, and those in
/// `from` must refuse writes. Returns an exit code.
int verify_shards(const std::string& from, const std::string& to);

} // namespace fleet
