#include "actors/net/quiet_socket.hpp"

#include <cerrno>
#include <sys/socket.h>

namespace status::net {

namespace {

using method_ptr = std::unique_ptr<BIO_METHOD, freed_by<BIO_meth_free>>;

int send_quietly(BIO* to, const char* data, int size) {
  int fd = -1;
  BIO_get_fd(to, &fd);
  BIO_clear_retry_flags(to);
  auto n = ::send(fd, data, static_cast<size_t>(size), MSG_NOSIGNAL);
  if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
    BIO_set_retry_write(to);
  return static_cast<int>(n);
}

// OpenSSL's own socket but for the way it sends.
method_ptr make_method() {
  const auto* model = BIO_s_socket();
  method_ptr result{
    BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "quiet socket")};
  auto* x = result.get();
  BIO_meth_set_write(x, send_quietly);
  BIO_meth_set_read(x, BIO_meth_get_read(model));
  BIO_meth_set_ctrl(x, BIO_meth_get_ctrl(model));
  BIO_meth_set_create(x, BIO_meth_get_create(model));
  BIO_meth_set_destroy(x, BIO_meth_get_destroy(model));
  return result;
}

} // namespace

bio_ptr quiet_socket(int fd) {
  static const auto method = make_method();
  bio_ptr result{BIO_new(method.get())};
  if (result)
    BIO_set_fd(result.get(), fd, BIO_NOCLOSE);
  return result;
}

} // namespace status::net
