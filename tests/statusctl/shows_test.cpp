#define CAF_SUITE statusctl_shows

#include "samples.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include "statusctl/shows.hpp"

namespace statusctl::test::statusctl_shows_suite {

namespace {

/// A watch of all tasks, as lines in a file.
struct fixture {
  ~fixture() {
    ::close(file);
  }

  void hear(const status::task_updates& x) {
    for (const auto& event : known.take(x, now))
      shown->on_event(event, now);
    shown->update(known, now);
  }

  size_t reports() const {
    std::string text(size_t{64} << 10, ' ');
    if (::pread(file, text.data(), text.size(), 0) < 0)
      CAF_FAIL("nothing can be read");
    size_t result = 0;
    for (auto i = text.find(" rows="); i != std::string::npos;
         i = text.find(" rows=", i + 1))
      ++result;
    return result;
  }

  options wanted;
  int file = ::memfd_create("shown", MFD_CLOEXEC);
  cli::console to{file, {}, false};
  std::unique_ptr<show> shown = make_show(wanted, to, false);
  following known{""};
  moment now{1s, at(noon)};
};

} // namespace

CAF_TEST_FIXTURE_SCOPE(shows_tests, fixture)

CAF_TEST(a task that was forgotten is told of at once when it comes again) {
  hear({{{copying(), false, {}}}, {}});
  hear({{{copying(), false, {}}}, {}});
  CAF_CHECK_EQUAL(reports(), 1u);
  hear({{}, {"add_email"}});
  hear({{{copying(), false, {}}}, {}});
  CAF_CHECK_EQUAL(reports(), 2u);
}

CAF_TEST_FIXTURE_SCOPE_END()

} // namespace statusctl::test::statusctl_shows_suite
