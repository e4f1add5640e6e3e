#include "actors/net/tls.hpp"

#include <openssl/err.h>

#include "actors/net/quiet_socket.hpp"

namespace status::net {

namespace {

bool load(SSL_CTX* ctx, const tls_files& files) {
  if (SSL_CTX_load_verify_locations(ctx, files.authority.c_str(), nullptr) != 1)
    return false;
  if (files.certificate.empty())
    return true;
  return SSL_CTX_use_certificate_chain_file(ctx, files.certificate.c_str()) == 1
         && SSL_CTX_use_PrivateKey_file(ctx, files.key.c_str(),
                                        SSL_FILETYPE_PEM)
              == 1;
}

} // namespace

ssl_context_ptr make_context(const tls_files& files, tls_use use) {
  auto serves = use == tls_use::serve;
  ssl_context_ptr result{
    SSL_CTX_new(serves ? TLS_server_method() : TLS_client_method())};
  auto* ctx = result.get();
  if (!ctx || !load(ctx, files))
    return nullptr;
  SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                     nullptr);
  // Each connection shows its certificate: nobody comes back with a ticket.
  SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_num_tickets(ctx, 0);
  SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
  SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE
                          | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return result;
}

ssl_ptr make_ssl(SSL_CTX* context, int fd) {
  ssl_ptr result{SSL_new(context)};
  auto bio = quiet_socket(fd);
  if (!result || !bio)
    return nullptr;
  auto* both = bio.release(); // one for both ways, owned by the connection
  SSL_set_bio(result.get(), both, both);
  return result;
}

void say_goodbye(SSL* x) {
  ERR_clear_error();
  if (SSL_is_init_finished(x))
    SSL_shutdown(x);
  ERR_clear_error();
}

} // namespace status::net
