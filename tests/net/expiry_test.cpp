#define CAF_SUITE net_expiry
#include "../fixture.hpp"
#include "node.hpp"

#include <chrono>
#include <memory>

namespace status::net::test::net_expiry_suite {

namespace {

using std::chrono::hours;

// A folder with certificates that expire after `days`.
class short_lived {
public:
  explicit short_lived(int days) {
    certificate_options options;
    options.valid_from = caf::make_timestamp() - hours{1};
    options.valid_for = hours{days * 24};
    must(make_certificates(dir_.path(), options));
  }

  tls_files operator[](const std::string& name) const {
    return files_in(dir_.path(), name);
  }

private:
  folder dir_;
};

struct logging_config : config<> {
  logging_config(const tls_files& files, tls_use use) {
    share_work(2);
    must(secure(files, use, log));
  }

  size_t warnings() const {
    return log->count(log_level::warning, "expires in", "status.net");
  }

  std::shared_ptr<status::test::recording_log> log
    = std::make_shared<status::test::recording_log>();
};

} // namespace

CAF_TEST(10.14 a certificate that expires soon is told) {
  using std::chrono::hours;
  auto now = caf::make_timestamp();
  CAF_CHECK_EQUAL(expiry_warning("a.pem", now + hours{14 * 24}, now), "");
  CAF_CHECK_EQUAL(expiry_warning("a.pem", now + hours{14 * 24 - 1}, now),
                  "a.pem expires in 13 days: make a new one, and start again");
  CAF_CHECK_EQUAL(expiry_warning("a.pem", now + hours{3}, now),
                  "a.pem expires in 3 hours: make a new one, and start again");
  CAF_CHECK_EQUAL(expiry_warning("a.pem", now, now),
                  "a.pem has expired: make a new one, and start again");
  auto read = expires(certificates::ours()["server"]);
  CAF_REQUIRE(read);
  CAF_CHECK(*read > now + hours{364 * 24});
  CAF_CHECK(*read < now + hours{366 * 24});
  CAF_CHECK(!expires({"/nowhere/a.pem", "", ""}));
}

CAF_TEST(10.14 a certificate that expires soon is warned of once a day) {
  short_lived all{10};
  logging_config cfg{all["server"], tls_use::serve};
  auto now = caf::make_timestamp();
  cfg.warn_of_expiry(now);
  cfg.warn_of_expiry(now + hours{23});
  CAF_CHECK_EQUAL(cfg.warnings(), 1u);
  check_names(cfg.log->records.at(0).text, {"server.pem", "9 days"});
  cfg.warn_of_expiry(now + hours{24});
  CAF_CHECK_EQUAL(cfg.warnings(), 2u);
  // A clock that goes back does not silence it.
  cfg.warn_of_expiry(now);
  CAF_CHECK_EQUAL(cfg.warnings(), 3u);
}

CAF_TEST(10.14 no certificate that is fresh is warned of) {
  short_lived all{30};
  logging_config cfg{all["server"], tls_use::serve};
  cfg.warn_of_expiry(caf::make_timestamp());
  CAF_CHECK_EQUAL(cfg.log->records.size(), 0u);
  cfg.warn_of_expiry(caf::make_timestamp() + hours{17 * 24});
  CAF_CHECK_EQUAL(cfg.warnings(), 1u);
}

CAF_TEST(10.14 no certificate outlives its authority which is warned of too) {
  folder dir;
  auto now = caf::make_timestamp();
  certificate_options old;
  old.valid_from = now - hours{(10 * 365 - 10) * 24};
  must(make_authority(dir.path(), old));
  must(make_certificate(dir.path(), "server", tls_use::serve));
  auto files = files_in(dir.path(), "server");
  auto end = authority_expires(files);
  CAF_REQUIRE(end);
  CAF_CHECK(*end > now + hours{9 * 24});
  CAF_CHECK(*end < now + hours{11 * 24});
  CAF_CHECK(*expires(files) <= *end);
  logging_config cfg{files, tls_use::serve};
  cfg.warn_of_expiry(now);
  CAF_REQUIRE_EQUAL(cfg.warnings(), 2u);
  check_names(cfg.log->records.at(1).text, {"authority.pem", "9 days"});
  // There it is too late.
  old.valid_from = now + hours{20 * 24};
  auto err = make_certificate(dir.path(), "late", tls_use::serve, old);
  CAF_CHECK(err == ec::bad_argument);
  check_names(to_text(err), {dir.path(), "expires before late", "new one"});
}

CAF_TEST(10.14 an authority that has just expired makes nothing) {
  folder dir;
  certificate_options old;
  old.valid_from
    = caf::make_timestamp() - hours{10 * 365 * 24} - std::chrono::minutes{30};
  must(make_authority(dir.path(), old));
  auto err = make_certificate(dir.path(), "server", tls_use::serve);
  CAF_CHECK(err == ec::bad_argument);
  check_names(to_text(err), {dir.path(), "new one"});
}

CAF_TEST(10.14 an authority is not blamed for what has expired before it) {
  auto end = authority_expires(certificates::ours()["expired"]);
  CAF_REQUIRE(end);
  CAF_CHECK(*end > caf::make_timestamp() + hours{365 * 24});
  auto files = certificates::ours()["server"];
  files.authority = certificates::theirs()["server"].authority;
  auto none = authority_expires(files);
  CAF_REQUIRE(!none);
  auto err = none.error();
  CAF_CHECK(err == ec::bad_argument);
  check_names(to_text(err), {files.certificate, "is not vouched for"});
}

CAF_TEST(10.14 who serves and who connects is warned) {
  short_lived all{10};
  logging_config serving{all["server"], tls_use::serve};
  logging_config connecting{all["client"], tls_use::connect};
  caf::actor_system server{serving};
  caf::actor_system client{connecting};
  auto desk = spawn_desk(server);
  auto port = serve(server, desk, {"127.0.0.1", 0});
  CAF_REQUIRE(port);
  CAF_CHECK_EQUAL(serving.warnings(), 1u);
  auto found = connect<desk_actor>(client, {"127.0.0.1", *port});
  CAF_REQUIRE(found);
  CAF_CHECK_EQUAL(connecting.warnings(), 1u);
  caf::anon_send_exit(desk, caf::exit_reason::kill);
}

} // namespace status::net::test::net_expiry_suite
