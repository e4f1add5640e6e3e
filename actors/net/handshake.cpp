#include "actors/net/handshake.hpp"

#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <openssl/err.h>
#include <sys/socket.h>

#include "actors/net/tls.hpp"

namespace status::net {

namespace {

bool is_address(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1
         || inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

bool expect_host(SSL* ssl, const std::string& host) {
  auto* rules = SSL_get0_param(ssl);
  if (is_address(host))
    return X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) == 1;
  return X509_VERIFY_PARAM_set1_host(rules, host.c_str(), 0) == 1
         && SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
}

probe_result judge_theirs(long code) {
  switch (code) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return probe_result::certificate_expired;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return probe_result::wrong_host;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return probe_result::foreign_authority;
    default:
      return probe_result::wrong_certificate;
  }
}

// Of the alerts that a peer sends, those about our certificate.
bool is_about_us(int alert) {
  return (alert >= SSL_AD_BAD_CERTIFICATE
          && alert <= SSL_AD_CERTIFICATE_UNKNOWN)
         || alert == SSL_AD_HANDSHAKE_FAILURE || alert == SSL_AD_UNKNOWN_CA
         || alert == SSL_AD_ACCESS_DENIED || alert == SSL_AD_DECRYPT_ERROR
         || alert == SSL_AD_CERTIFICATE_REQUIRED;
}

// The first byte of whatever TLS says.
bool is_tls(char first) {
  return first >= SSL3_RT_CHANGE_CIPHER_SPEC
         && first <= SSL3_RT_APPLICATION_DATA;
}

} // namespace

handshake::~handshake() {
  if (ssl_)
    say_goodbye(ssl_.get());
}

probe_result handshake::prepare(const tls_files& files) {
  context_ = make_context(files, tls_use::connect);
  if (context_)
    return probe_result::ok;
  reason_ = last_openssl_error();
  return probe_result::bad_files;
}

probe_result handshake::judge() {
  auto code = ERR_peek_last_error();
  auto verified = SSL_get_verify_result(ssl_.get());
  auto why = ERR_GET_REASON(code);
  auto said = last_openssl_error();
  if (verified != X509_V_OK) {
    reason_ = X509_verify_cert_error_string(verified);
    return judge_theirs(verified);
  }
  if (code == 0 || why == SSL_R_UNEXPECTED_EOF_WHILE_READING)
    return probe_result::hung_up;
  reason_ = said;
  auto alert = why - SSL_AD_REASON_OFFSET;
  if (alert == SSL_AD_PROTOCOL_VERSION || why == SSL_R_UNSUPPORTED_PROTOCOL)
    reason_ = "no version that we do, 1.2 or later";
  return alert > 0 && is_about_us(alert) ? probe_result::refuses_us
                                         : probe_result::not_tls;
}

bool handshake::sounds_like_tls() {
  char first = 0;
  if (!has_heard_ && ::recv(over_.socket(), &first, 1, MSG_PEEK) == 1) {
    has_heard_ = true;
    return is_tls(first);
  }
  return true;
}

probe_result handshake::go_on(int result) {
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_ZERO_RETURN:
      return probe_result::hung_up;
    case SSL_ERROR_WANT_READ:
      if (!over_.wait_to_read())
        return probe_result::timed_out;
      return sounds_like_tls() ? probe_result::ok : probe_result::not_tls;
    case SSL_ERROR_WANT_WRITE:
      return over_.wait_to_write() ? probe_result::ok : probe_result::timed_out;
    default:
      return judge();
  }
}

probe_result handshake::shake(const std::string& host) {
  ssl_ = make_ssl(context_.get(), over_.socket());
  if (!ssl_ || !expect_host(ssl_.get(), host)) {
    reason_ = last_openssl_error();
    return probe_result::bad_files;
  }
  auto result = probe_result::ok;
  while (result == probe_result::ok) {
    ERR_clear_error();
    auto done = SSL_connect(ssl_.get());
    if (done == 1)
      return probe_result::ok;
    result = go_on(done);
  }
  return result;
}

probe_result handshake::read(std::string& to, size_t size) {
  auto result = probe_result::ok;
  std::array<char, 256> chunk{};
  while (result == probe_result::ok && to.size() < size) {
    ERR_clear_error();
    auto n = SSL_read(ssl_.get(), chunk.data(), chunk.size());
    if (n > 0)
      to.append(chunk.data(), static_cast<size_t>(n));
    else
      result = go_on(n);
  }
  return result;
}

} // namespace status::net
