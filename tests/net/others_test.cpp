#define CAF_SUITE net_others
#include "node.hpp"
#include "process.hpp"

#include <csignal>
#include <ctime>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

#include "status/net/probe.hpp"

namespace status::net::test::net_others_suite {

namespace {

// A client that is connected and notices when it is not any more.
class witness {
public:
  explicit witness(const endpoint& where) : desk_(client_.connect(where)) {
    self_->monitor(desk_);
  }

  void check_still_served() {
    check_answers(client_.system(), desk_);
    bool lost = false;
    self_->receive([&lost](caf::down_msg&) { lost = true; },
                   caf::after(0s) >> [] {});
    CAF_CHECK(!lost);
  }

private:
  node client_{certificates::ours()["client"], tls_use::connect};
  caf::scoped_actor self_{client_.system()};
  desk_actor desk_;
};

} // namespace

CAF_TEST(10.4 who is refused or hangs up takes nobody along) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  witness good{where};
  auto files = certificates::ours()["client"];
  auto nobody = files;
  nobody.certificate.clear();
  for (int i = 0; i < 5; ++i) {
    probe(where, files);
    good.check_still_served();
    probe(where, nobody);
    good.check_still_served();
    probe(where, certificates::foreign("client"));
    good.check_still_served();
    ::close(connect_to(where.port));
    good.check_still_served();
  }
}

CAF_TEST(10.2 a client that ends or is killed takes nobody along) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  witness good{where};
  for (int i = 0; i < 5; ++i) {
    check_serves(where);
    good.check_still_served();
  }
  // The same the other way round: one of two servers of a client is killed.
  node both{certificates::ours()["client"], tls_use::connect};
  auto desk = both.connect(where);
  process peer{certificates::ours()["server"]};
  caf::scoped_actor self{both.system()};
  auto doomed = both.connect(peer.where());
  self->monitor(doomed);
  peer.send_signal(SIGKILL);
  bool lost = false;
  self->receive([&lost](caf::down_msg&) { lost = true; },
                caf::after(patience) >> [] {});
  CAF_CHECK(lost);
  check_answers(both.system(), desk);
  good.check_still_served();
}

CAF_TEST(10.4 silent connections cost no time and are turned away) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  std::vector<int> silent;
  silent.reserve(300);
  for (int i = 0; i < 300; ++i)
    silent.emplace_back(connect_to(where.port));
  check_serves(where);
  auto began = std::chrono::steady_clock::now();
  auto used = std::clock();
  // The end of the last one is the end of all.
  char none = 0;
  CAF_CHECK_EQUAL(::read(silent.back(), &none, 1), 0);
  auto took = std::chrono::steady_clock::now() - began;
  auto spent = double(std::clock() - used) / CLOCKS_PER_SEC;
  CAF_CHECK(took < 10s);
  CAF_MESSAGE(
    "300 silent connections for "
    << std::chrono::duration_cast<std::chrono::milliseconds>(took).count()
    << " ms took " << spent << " s of a core");
  CAF_CHECK(spent < 0.1);
  for (auto fd : silent)
    ::close(fd);
  check_serves(where);
}

CAF_TEST(10.4 a process without a free file descriptor goes on afterwards) {
  node server{certificates::ours()["server"]};
  auto where = server.serve();
  check_serves(where);
  std::vector<int> guests;
  guests.reserve(8);
  for (int i = 0; i < 8; ++i)
    guests.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  rlimit before{};
  CAF_REQUIRE_EQUAL(::getrlimit(RLIMIT_NOFILE, &before), 0);
  auto none = before;
  auto lowest = ::dup(guests.front()); // all below it are taken
  ::close(lowest);
  none.rlim_cur = static_cast<rlim_t>(lowest);
  CAF_REQUIRE_EQUAL(::setrlimit(RLIMIT_NOFILE, &none), 0);
  auto used = std::clock();
  for (auto fd : guests)
    connect_to(where.port, fd);
  // Nobody says anything: this is a pause of half a second.
  pollfd quiet{guests.front(), POLLIN, 0};
  CAF_CHECK_EQUAL(::poll(&quiet, 1, 500), 0);
  auto spent = double(std::clock() - used) / CLOCKS_PER_SEC;
  CAF_REQUIRE_EQUAL(::setrlimit(RLIMIT_NOFILE, &before), 0);
  CAF_MESSAGE("half a second without a file descriptor took "
              << spent << " s of a core");
  CAF_CHECK(spent < 0.02);
  for (auto fd : guests)
    ::close(fd);
  check_serves(where);
}

} // namespace status::net::test::net_others_suite
