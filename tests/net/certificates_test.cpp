#define CAF_SUITE net_certificates
#include "places.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace status::net::test::net_certificates_suite {

namespace {

namespace fs = std::filesystem;

mode_t mode_of(const std::string& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0)
    return 0;
  return info.st_mode & 07777;
}

size_t files_of(const folder& dir) {
  size_t result = 0;
  for (const auto& x : fs::directory_iterator{dir.path()})
    result += x.is_regular_file() ? 1 : 0;
  return result;
}

const std::vector<std::string> all_names{"authority.pem", "authority.key",
                                         "server.pem",    "server.key",
                                         "client.pem",    "client.key"};

} // namespace

CAF_TEST(10.4 an authority and two certificates are made at once) {
  folder dir;
  auto inner = dir / "certs";
  must(make_certificates(inner));
  for (const auto& name : all_names)
    CAF_CHECK(fs::is_regular_file(inner + "/" + name));
  must(check(files_in(inner, "server"), tls_use::serve));
  must(check(files_in(inner, "client"), tls_use::connect));
}

CAF_TEST(10.4 keys are for their owner only) {
  folder dir;
  auto before = ::umask(0);
  must(make_certificates(dir / "certs"));
  ::umask(before);
  CAF_CHECK_EQUAL(mode_of(dir / "certs"), 0700u);
  for (const auto* name : {"authority", "server", "client"}) {
    CAF_CHECK_EQUAL(mode_of(dir / "certs/" + name + ".key"), 0600u);
    CAF_CHECK_EQUAL(mode_of(dir / "certs/" + name + ".pem"), 0644u);
  }
}

CAF_TEST(10.4 no file is overwritten and none is left half done) {
  for (const auto& name : all_names) {
    folder dir;
    write_file(dir / name, "mine");
    auto err = make_certificates(dir.path());
    CAF_CHECK(err == ec::bad_argument);
    check_names(to_text(err), {name, "exists", "not overwritten"});
    CAF_CHECK_EQUAL(read_file(dir / name), "mine");
    CAF_CHECK_EQUAL(files_of(dir), 1u);
  }
}

CAF_TEST(10.4 a link is not followed) {
  folder dir;
  fs::create_symlink(dir / "elsewhere", dir / "server.key");
  auto err = make_certificates(dir.path());
  check_names(to_text(err), {"server.key", "exists"});
  CAF_CHECK(!fs::exists(dir / "elsewhere"));
}

CAF_TEST(10.4 more certificates can be made later) {
  folder dir;
  must(make_certificates(dir.path()));
  must(make_certificate(dir.path(), "alice", tls_use::connect));
  must(check(files_in(dir.path(), "alice"), tls_use::connect));
  CAF_CHECK(check(files_in(dir.path(), "alice"), tls_use::serve));
  auto twice = make_certificate(dir.path(), "alice", tls_use::connect);
  check_names(to_text(twice), {"alice.key", "exists"});
  // Without the authority's key there are no more.
  fs::remove(dir / "authority.key");
  auto none = make_certificate(dir.path(), "bob", tls_use::connect);
  check_names(to_text(none), {"authority.key", "No such file"});
}

CAF_TEST(10.4 what makes no sense is refused and makes no file) {
  folder dir;
  certificate_options odd;
  odd.valid_for = std::chrono::hours{0};
  CAF_CHECK(make_certificates(dir.path(), odd) == ec::bad_argument);
  odd.valid_for = std::chrono::hours{31 * 365 * 24};
  CAF_CHECK(make_certificates(dir.path(), odd) == ec::bad_argument);
  odd = {};
  for (const auto* host : {"", "a b", "x,DNS:evil", "*.example", "[::1]"}) {
    odd.hosts = {host};
    auto err = make_certificates(dir.path(), odd);
    check_names(to_text(err), {host, "no name and no address"});
  }
  CAF_CHECK_EQUAL(files_of(dir), 0u);
  must(make_authority(dir.path()));
  for (const auto* name :
       {"", "..", "../x", "a/b", ".x", "authority", "a\nb"}) {
    auto err = make_certificate(dir.path(), name, tls_use::connect);
    check_names(to_text(err), {"is no name for a certificate"});
  }
  CAF_CHECK_EQUAL(files_of(dir), 2u);
  auto nowhere = make_certificates("/proc/nowhere");
  check_names(to_text(nowhere), {"/proc/nowhere", "cannot be written"});
}

} // namespace status::net::test::net_certificates_suite
