// A cable between two network interfaces, as bad as its standard input says.
//
//   net_cable INTERFACE INTERFACE
//
// It carries what comes out of one interface into the other, once it has
// written a line. Then each line is a command, and is answered with `ok`:
//
//   down, up            unplugs both ends, and plugs them in again
//   delay MS            holds each packet for so long
//   lose PERCENT WAY    drops packets; WAY is there (from the first one), back
//                       or both
//   reorder PERCENT     holds packets for 20 ms longer, so others overtake
//
// A kernel can do that, too, where its `netem` was built; this works
// everywhere.
#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <linux/if_packet.h>
#include <map>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sstream>
#include <stdexcept>
#include <string>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

using clock_type = std::chrono::steady_clock;
using std::chrono::milliseconds;

void must(bool ok, const std::string& what) {
  if (!ok)
    throw std::runtime_error{"cannot " + what + ": " + std::strerror(errno)};
}

// One end: a socket that hears and says whole frames, also those that the
// kernel leaves for the hardware to cut and to sum up.
class end {
public:
  explicit end(std::string interface)
    : interface_(std::move(interface)),
      fd_(::socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, htons(ETH_P_ALL))) {
    must(fd_ >= 0, "listen to packets");
    int on = 1;
    must(::setsockopt(fd_, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof(on)) == 0
           && ::setsockopt(fd_, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on,
                           sizeof(on))
                == 0,
         "set up a socket");
    sockaddr_ll name{};
    name.sll_family = AF_PACKET;
    name.sll_protocol = htons(ETH_P_ALL);
    name.sll_ifindex = static_cast<int>(::if_nametoindex(interface_.c_str()));
    must(::bind(fd_, reinterpret_cast<sockaddr*>(&name), sizeof(name)) == 0,
         "listen at " + interface_);
  }

  int fd() const {
    return fd_;
  }

  // Empty: there is nothing more.
  std::string read() const {
    std::string result(size_t{70000}, '\0');
    auto n = ::recv(fd_, result.data(), result.size(), 0);
    result.resize(n > 0 ? static_cast<size_t>(n) : 0);
    return result;
  }

  // What does not fit is lost, as on any cable.
  void write(const std::string& packet) const {
    static_cast<void>(::send(fd_, packet.data(), packet.size(), 0));
  }

  void plug(bool in) const {
    ifreq what{};
    interface_.copy(what.ifr_name, sizeof(what.ifr_name) - 1);
    must(::ioctl(fd_, SIOCGIFFLAGS, &what) == 0, "look at " + interface_);
    auto flags = static_cast<unsigned>(what.ifr_flags);
    what.ifr_flags
      = static_cast<short>(in ? flags | IFF_UP : flags & ~unsigned{IFF_UP});
    must(::ioctl(fd_, SIOCSIFFLAGS, &what) == 0, "plug " + interface_);
  }

private:
  std::string interface_;
  int fd_;
};

class cable {
public:
  cable(const std::string& first, const std::string& second)
    : ends_{end{first}, end{second}} {}

  std::string obey(const std::string& line) {
    std::istringstream words{line};
    std::string verb;
    std::string way;
    unsigned number = 0;
    words >> verb >> number >> way;
    if (verb == "down" || verb == "up")
      for (const auto& x : ends_)
        x.plug(verb == "up");
    else if (verb == "delay")
      delay_ = milliseconds{number};
    else if (verb == "reorder")
      late_ = number;
    else if (verb == "lose")
      lost_ = {way == "back" ? 0 : number, way == "there" ? 0 : number};
    else
      return "what is " + line + "?";
    return "ok";
  }

  // Carries packets until somebody says something.
  void carry() {
    for (;;) {
      std::array<pollfd, 3> watched{{{STDIN_FILENO, POLLIN, 0},
                                     {ends_[0].fd(), POLLIN, 0},
                                     {ends_[1].fd(), POLLIN, 0}}};
      ::poll(watched.data(), watched.size(), time_left());
      for (size_t i = 0; i < 2; ++i)
        if (watched.at(i + 1).revents != 0)
          take(i);
      auto now = clock_type::now();
      while (!under_way_.empty() && under_way_.begin()->first <= now) {
        const auto& [to, packet] = under_way_.begin()->second;
        ends_.at(to).write(packet);
        under_way_.erase(under_way_.begin());
      }
      if (watched[0].revents != 0)
        return;
    }
  }

private:
  void take(size_t from) {
    int ignored = 0;
    socklen_t size = sizeof(ignored); // reading an error forgets it
    ::getsockopt(ends_.at(from).fd(), SOL_SOCKET, SO_ERROR, &ignored, &size);
    for (auto packet = ends_.at(from).read(); !packet.empty();
         packet = ends_.at(from).read()) {
      if (happens(lost_.at(from)))
        continue;
      auto due = clock_type::now() + delay_
                 + (happens(late_) ? milliseconds{20} : milliseconds{0});
      under_way_.emplace(due, std::pair{1 - from, std::move(packet)});
    }
  }

  // Chance that is the same in each run.
  bool happens(unsigned percent) {
    last_ = last_ * 1664525u + 1013904223u;
    return (last_ >> 8) % 100 < percent;
  }

  int time_left() const {
    if (under_way_.empty())
      return -1;
    auto left = std::chrono::ceil<milliseconds>(under_way_.begin()->first
                                                - clock_type::now());
    return static_cast<int>(std::max<int64_t>(left.count(), 0));
  }

  std::array<end, 2> ends_;
  std::multimap<clock_type::time_point, std::pair<size_t, std::string>>
    under_way_;
  milliseconds delay_{0};
  unsigned late_ = 0;
  std::array<unsigned, 2> lost_{0, 0};
  uint32_t last_ = 1;
};

// A line of the standard input, which must not be read ahead of poll.
bool read_line(std::string& line) {
  line.clear();
  for (char c = 0; ::read(STDIN_FILENO, &c, 1) == 1; line += c)
    if (c == '\n')
      return true;
  return false;
}

} // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: net_cable INTERFACE INTERFACE\n";
    return 2;
  }
  try {
    cable between{argv[1], argv[2]};
    std::cout << "ok" << std::endl;
    std::string line;
    for (between.carry(); read_line(line); between.carry())
      std::cout << between.obey(line) << std::endl;
  } catch (const std::exception& x) {
    std::cerr << x.what() << '\n';
    return 1;
  }
  return 0;
}
