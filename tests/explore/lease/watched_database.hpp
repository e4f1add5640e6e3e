// A database of which a schedule sees, and orders, every transaction.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "explore/lease/puppet.hpp"
#include "scratch_folder.hpp"

namespace status::explore {

/// A database in a file of its own, and those who work with it. Each of them
/// pauses before each transaction begins, and before it commits. In between
/// nobody else can write, and nobody sees what it does, so that no other pause
/// would make a difference; reading outside of transactions is a step besides
/// if that is asked for.
class watched_database {
public:
  /// @param image what is in the file.
  /// @param reads whether there is a pause before each reading statement, too.
  watched_database(const std::string& image, bool reads);

  watched_database(const watched_database&) = delete;
  watched_database& operator=(const watched_database&) = delete;

  /// Lets everybody come to an end.
  ~watched_database();

  const std::string& path() const {
    return path_;
  }

  /// Adds somebody.
  puppet& add(std::string name, std::function<void()> body);

  /// Whether somebody can go on: it is not done, and does not wait for another
  /// one's transaction.
  bool can_go(const puppet& x) const;

  /// Whether somebody is in the middle of a transaction.
  static bool is_writing(const puppet& x);

  /// Who has committed a transaction, in their order.
  const std::vector<std::string>& commits() const {
    return commits_;
  }

  /// The bytes of a new database in WAL mode.
  static std::string image_of(const std::string& sql);

private:
  test::scratch_folder folder_ = test::scratch_folder::in_memory();
  std::string path_ = folder_.file("app.db");
  bool reads_;
  std::vector<std::string> commits_;
  std::deque<puppet> puppets_;
};

} // namespace status::explore
