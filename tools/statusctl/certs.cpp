#include <string>

#include "cli/text.hpp"
#include "status/net/certificates.hpp"
#include "statusctl/commands.hpp"
#include "statusctl/trouble.hpp"

namespace statusctl {

void make_certs(const options& wanted, const terminals& to) {
  status::net::certificate_options with;
  with.hosts = wanted.hosts;
  const auto& folder = wanted.argument;
  if (auto err = status::net::make_certificates(folder, with))
    throw trouble{exit_code::usage, status::to_text(err)};
  auto dir = cli::printable(folder);
  to.out.write("Made in " + dir + ":\n"
    "  authority.pem            every node needs it\n"
    "  authority.key            makes more certificates: keep it away from all "
    "nodes\n"
    "  server.pem, server.key   for a runner or a fleet, which also connects\n"
    "  client.pem, client.key   for those who only connect, such as statusctl\n"
    "The certificates are valid for a year. Who has a key is trusted with "
    "everything:\nlet nobody else read it.\n\n"
    "To try them: statusctl --certs " + dir
    + " --connect HOST:PORT list\n");
}

} // namespace statusctl
