/// The table of the checkpoints, as versions of this tool have made it.
#pragma once

#include <cstdint>

namespace schema_change {

class connection;

namespace checkpoint_store {

/// Of a row.
constexpr int64_t version = 2;

enum class layout : uint8_t { absent, version_1, version_2 };

/// Returns which table there is. Throws `failure` if one of that name is not
/// ours, which must not be written to.
layout layout_of(connection& db);

} // namespace checkpoint_store

} // namespace schema_change
