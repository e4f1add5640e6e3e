#define CAF_SUITE net_node
#include "node.hpp"

namespace status::net::test {

namespace {

struct desk {
  static constexpr const char* name = "test.desk";

  explicit desk(desk_actor::pointer) {}

  desk_actor::behavior_type make_behavior() {
    return {[](status::atom::report) { return std::string{"here"}; }};
  }
};

} // namespace

desk_actor spawn_desk(caf::actor_system& sys) {
  return shim::spawn<desk>(sys);
}

node_config::node_config(const tls_files& files, tls_use use,
                         const line_options& line)
  : config<>(line) {
  share_work(2);
  if (!files.certificate.empty())
    must(secure(files, use));
}

node::~node() {
  caf::anon_send_exit(desk_, caf::exit_reason::kill);
}

endpoint node::serve() {
  auto port = net::serve(sys_, desk_, {"127.0.0.1", 0});
  if (!port)
    CAF_FAIL(to_text(port.error()));
  return {"127.0.0.1", *port};
}

desk_actor node::connect(const endpoint& where) {
  auto result = net::connect<desk_actor>(sys_, where);
  if (!result)
    CAF_FAIL(to_text(result.error()));
  return *result;
}

std::string node::why_not(const endpoint& where) {
  auto result = net::connect<desk_actor>(sys_, where);
  if (result)
    CAF_FAIL("connected to " << to_string(where));
  return to_text(result.error());
}

void check_answers(caf::actor_system& sys, const desk_actor& desk) {
  caf::scoped_actor self{sys};
  std::string answer;
  self->request(desk, caf::timespan{patience}, status::atom::report_v)
    .receive([&answer](std::string& x) { answer = std::move(x); },
             [&answer](caf::error& x) { answer = to_text(x); });
  CAF_CHECK_EQUAL(answer, "here");
}

void check_serves(const endpoint& where) {
  node client{certificates::ours()["client"], tls_use::connect};
  check_answers(client.system(), client.connect(where));
}

} // namespace status::net::test
