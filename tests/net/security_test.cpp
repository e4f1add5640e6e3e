#define CAF_SUITE net_security
#include "places.hpp"

#include <filesystem>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include "actors/net/issue.hpp"
#include "status/net/security.hpp"

namespace status::net::test::net_security_suite {

namespace {

// Checks that files are refused with a text that names all of `parts`.
void refused(const tls_files& files, const std::vector<std::string>& parts,
             tls_use use = tls_use::serve) {
  auto err = check(files, use);
  CAF_CHECK(err == ec::bad_argument);
  check_names(to_text(err), parts);
}

const certificates& ours() {
  return certificates::ours();
}

} // namespace

CAF_TEST(10.4 the certificates that we make are fit for their use) {
  must(check(ours()["server"], tls_use::serve));
  must(check(ours()["server"], tls_use::connect));
  must(check(ours()["client"], tls_use::connect));
  refused(ours()["client"], {"client.pem", "for clients only"});
}

CAF_TEST(10.4 a file that is missing or no file is named) {
  folder dir;
  auto files = ours()["server"];
  files.certificate = dir / "none.pem";
  refused(files, {"certificate", "none.pem", "No such file"});
  files = ours()["server"];
  files.key = dir.path();
  refused(files, {"key", dir.path(), "is no file"});
  files = ours()["server"];
  files.authority = "";
  refused(files, {"authority", "is missing", "statusctl certs"});
}

CAF_TEST(10.4 a file that cannot be read is named) {
  folder dir;
  auto files = ours()["server"];
  auto locked = dir / "locked.key";
  write_file(locked, read_file(files.key));
  CAF_REQUIRE_EQUAL(::chmod(locked.c_str(), 0), 0);
  // Root reads everything; the file of another process's memory it cannot.
  files.key = ::geteuid() == 0 ? "/proc/self/mem" : locked;
  refused(files, {"key", files.key, "cannot be read"});
}

CAF_TEST(10.4 what is not in PEM format is named) {
  folder dir;
  auto good = ours()["server"];
  auto junk = dir / "junk";
  for (const auto& content :
       {std::string{}, std::string{"no certificate"},
        std::string(size_t{2} << 20, 'x'), std::string(100, '\0'),
        read_file(good.certificate).substr(0, 200)}) {
    write_file(junk, content);
    CAF_REQUIRE_EQUAL(::chmod(junk.c_str(), 0600), 0);
    refused({junk, good.key, good.authority}, {"certificate", junk, "PEM"});
    refused({good.certificate, junk, good.authority}, {"key", junk, "PEM"});
    refused({good.certificate, good.key, junk}, {"authority", junk, "PEM"});
  }
}

CAF_TEST(10.4 a key that others can read is refused) {
  folder dir;
  auto files = ours()["server"];
  auto key = dir / "open.key";
  write_file(key, read_file(files.key));
  files.key = key;
  for (mode_t mode : {0604, 0602, 0620, 0666}) {
    CAF_REQUIRE_EQUAL(::chmod(key.c_str(), mode), 0);
    refused(files, {key, "chmod 600"});
  }
  for (mode_t mode : {0400, 0600, 0640}) {
    CAF_REQUIRE_EQUAL(::chmod(key.c_str(), mode), 0);
    must(check(files, tls_use::serve));
  }
}

CAF_TEST(10.4 a key with a passphrase is refused and asks nobody) {
  folder dir;
  auto files = ours()["server"];
  files.key = dir / "secret.key";
  // Made with: openssl pkey -aes256 -passout pass:x
  write_file(files.key, R"(-----BEGIN ENCRYPTED PRIVATE KEY-----
MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAijZI3v94aTvQICCAAw
DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEJAjVqc/9kSRgztZmtdS7FAEgZCj
0o8QndO7u07yJumks+wiXX70hm+qYS+fD4BH8CwPzt0SC4rAJ1VdyTDLOM4IV9n8
qH5XriTtrMjoHYwdnVCif0TCIh/M/tvz830qVGnU8m2vC6uXyopmYNnmC2hA8rm5
kPYombnO25B5pmRBdChfjOebEOkUn+vFIcqlrmxuz7b9igDX1a5D0Fr3+cXPgKo=
-----END ENCRYPTED PRIVATE KEY-----
)");
  CAF_REQUIRE_EQUAL(::chmod(files.key.c_str(), 0600), 0);
  refused(files, {"secret.key", "passphrase", "openssl pkey"});
}

CAF_TEST(10.4 the key of another certificate is refused) {
  auto files = ours()["server"];
  files.key = ours()["client"].key;
  refused(files, {"client.key", "belongs to another", "server.pem"});
}

CAF_TEST(10.4 a certificate of a foreign authority is refused) {
  refused(certificates::foreign("server"),
          {"server.pem", "not vouched for", "authority.pem"});
}

CAF_TEST(10.4 a certificate is refused before and after its time) {
  refused(ours()["expired"], {"expired.pem", "expired at", "make a new one"});
  refused(ours()["early"], {"early.pem", "not valid before", "clock"});
}

CAF_TEST(10.4 an authority is refused after its time) {
  using std::chrono::hours;
  folder dir;
  auto now = caf::make_timestamp();
  auto files = files_in(dir.path(), "server");
  identity authority;
  identity server;
  must(issue({"authority", now - hours{48}, now - hours{24},
              "critical,keyCertSign,cRLSign", "", ""},
             nullptr, authority));
  must(issue({"server", now - hours{48}, now + hours{24},
              "critical,digitalSignature", "serverAuth", ""},
             &authority, server));
  write_file(files.authority, pem_of(authority.certificate.get()));
  write_file(files.certificate, pem_of(server.certificate.get()));
  write_file(files.key, pem_of(server.key.get()));
  CAF_REQUIRE_EQUAL(::chmod(files.key.c_str(), 0600), 0);
  refused(files, {"authority.pem", "expired at", "make a new one"});
  // And is known to be.
  auto end = authority_expires(files);
  CAF_REQUIRE(end);
  CAF_CHECK(*end < now);
}

CAF_TEST(10.4 copies stay what they were whatever becomes of the files) {
  folder dir;
  must(make_certificates(dir.path()));
  tls_files names;
  {
    auto copies = tls_copies::of(files_in(dir.path(), "server"));
    CAF_REQUIRE(copies);
    std::filesystem::remove_all(dir.path());
    auto moved = std::move(*copies);
    names = moved.files();
    must(check(names, tls_use::serve));
    must(check(names, tls_use::serve));
    CAF_CHECK_EQUAL(copies->files().key, "");
  }
  // And nobody can read them afterwards.
  refused(names, {"cannot be read"});
  CAF_CHECK(!tls_copies::of(files_in(dir.path(), "server")));
}

} // namespace status::net::test::net_security_suite
