#include "status/net/security.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <vector>

#include "actors/net/openssl.hpp"
#include "actors/net/pem.hpp"

namespace status::net {

namespace {

constexpr const char* the_certificate = "the certificate";
constexpr const char* the_key = "the key";
constexpr const char* the_authority = "the authority";

caf::timestamp time_of(const ASN1_TIME* x) {
  tm parts{};
  if (ASN1_TIME_to_tm(x, &parts) != 1)
    return {};
  return caf::timestamp{std::chrono::seconds{timegm(&parts)}};
}

std::string text_of(const ASN1_TIME* x) {
  tm parts{};
  if (ASN1_TIME_to_tm(x, &parts) != 1)
    return "an unknown time";
  std::string result(32, '\0');
  result.resize(
    strftime(result.data(), result.size(), "%Y-%m-%d %H:%M UTC", &parts));
  return result;
}

// Whether all of a file's certificates are valid now.
caf::error check_time(const char* what, const std::string& path,
                      const std::vector<certificate_ptr>& xs) {
  for (const auto& x : xs) {
    const auto* first = X509_get0_notBefore(x.get());
    const auto* last = X509_get0_notAfter(x.get());
    if (X509_cmp_current_time(first) > 0)
      return refuse_file(what, path,
                         "is not valid before " + text_of(first)
                           + ": wait, or set this host's clock");
    if (X509_cmp_current_time(last) < 0)
      return refuse_file(what, path,
                         "expired at " + text_of(last) + ": make a new one");
  }
  return {};
}

// Finds out who vouches for a certificate. What it is given must outlive it.
class verification {
public:
  verification(const std::vector<certificate_ptr>& chain,
               const std::vector<certificate_ptr>& authority,
               bool at_any_time = false)
    : store_(X509_STORE_new()),
      links_(sk_X509_new_null()),
      context_(X509_STORE_CTX_new()) {
    for (const auto& x : authority)
      X509_STORE_add_cert(store_.get(), x.get());
    for (const auto& x : chain)
      sk_X509_push(links_.get(), x.get());
    X509_STORE_CTX_init(context_.get(), store_.get(), chain.front().get(),
                        links_.get());
    if (at_any_time)
      X509_STORE_CTX_set_flags(context_.get(), X509_V_FLAG_NO_CHECK_TIME);
    is_fine_ = X509_verify_cert(context_.get()) == 1;
    last_openssl_error();
  }

  // Returns `X509_V_OK` if somebody does.
  int code() const {
    return is_fine_ ? X509_V_OK : X509_STORE_CTX_get_error(context_.get());
  }

  // The authority that does, null if nobody does.
  X509* last() const {
    if (!is_fine_)
      return nullptr;
    auto* all = X509_STORE_CTX_get0_chain(context_.get());
    return sk_X509_value(all, sk_X509_num(all) - 1);
  }

private:
  store_ptr store_;
  list_ptr links_;
  verifier_ptr context_;
  bool is_fine_ = false;
};

caf::error check_chain(const tls_files& files,
                       const std::vector<certificate_ptr>& chain,
                       const std::vector<certificate_ptr>& authority) {
  auto code = verification{chain, authority}.code();
  if (code == X509_V_OK)
    return {};
  // Our own certificates have been looked at. An expired authority beside a
  // valid one does no harm, so this is only asked here.
  if (code == X509_V_ERR_CERT_HAS_EXPIRED
      || code == X509_V_ERR_CERT_NOT_YET_VALID)
    if (auto err = check_time(the_authority, files.authority, authority))
      return err;
  return refuse_file(the_certificate, files.certificate,
                     "is not vouched for by the authority in " + files.authority
                       + ": " + X509_verify_cert_error_string(code)
                       + "; name the authority that it was made with");
}

caf::error check_use(const tls_files& files, X509* own, tls_use use) {
  auto serves = use == tls_use::serve;
  auto purpose = serves ? X509_PURPOSE_SSL_SERVER : X509_PURPOSE_SSL_CLIENT;
  if (X509_check_purpose(own, purpose, 0) == 1)
    return {};
  return refuse_file(the_certificate, files.certificate,
                     serves ? "is for clients only: name one for servers"
                            : "is for servers only: name one for clients");
}

// The same calls in the same order as CAF's, which throws where they fail.
caf::error check_library(const tls_files& files) {
  ssl_context_ptr context{SSL_CTX_new(TLS_method())};
  if (!context)
    return make_error(ec::unavailable,
                      "there is no TLS: " + last_openssl_error());
  auto* ctx = context.get();
  if (SSL_CTX_use_certificate_chain_file(ctx, files.certificate.c_str()) != 1)
    return refuse_file(the_certificate, files.certificate,
                       "is refused: " + last_openssl_error());
  if (SSL_CTX_use_PrivateKey_file(ctx, files.key.c_str(), SSL_FILETYPE_PEM)
      != 1)
    return refuse_file(the_key, files.key,
                       "is refused: " + last_openssl_error());
  if (SSL_CTX_load_verify_locations(ctx, files.authority.c_str(), nullptr) != 1)
    return refuse_file(the_authority, files.authority,
                       "is refused: " + last_openssl_error());
  return {};
}

} // namespace

caf::error check(const tls_files& files, tls_use use) {
  std::vector<certificate_ptr> chain;
  std::vector<certificate_ptr> authority;
  key_ptr key;
  if (auto err = read_certificates(the_certificate, files.certificate, chain))
    return err;
  if (auto err = read_key(the_key, files.key, key))
    return err;
  if (auto err = read_certificates(the_authority, files.authority, authority))
    return err;
  auto* own = chain.front().get();
  if (X509_check_private_key(own, key.get()) != 1) {
    last_openssl_error();
    return refuse_file(the_key, files.key,
                       "belongs to another certificate than "
                         + files.certificate + ": name the pair");
  }
  if (auto err = check_time(the_certificate, files.certificate, chain))
    return err;
  if (auto err = check_chain(files, chain, authority))
    return err;
  if (auto err = check_use(files, own, use))
    return err;
  return check_library(files);
}

caf::expected<caf::timestamp> expires(const tls_files& files) {
  std::vector<certificate_ptr> chain;
  if (auto err = read_certificates(the_certificate, files.certificate, chain))
    return err;
  auto result = time_of(X509_get0_notAfter(chain.front().get()));
  for (const auto& x : chain)
    result = std::min(result, time_of(X509_get0_notAfter(x.get())));
  return result;
}

caf::expected<caf::timestamp> authority_expires(const tls_files& files) {
  std::vector<certificate_ptr> chain;
  std::vector<certificate_ptr> authority;
  if (auto err = read_certificates(the_certificate, files.certificate, chain))
    return err;
  if (auto err = read_certificates(the_authority, files.authority, authority))
    return err;
  // One that is valid counts; if there is none, who would vouch were it not for
  // the time.
  for (auto at_any_time : {false, true}) {
    verification x{chain, authority, at_any_time};
    if (x.last() != nullptr)
      return time_of(X509_get0_notAfter(x.last()));
  }
  return refuse_file(the_certificate, files.certificate, "is not vouched for");
}

std::string expiry_warning(const std::string& file, caf::timestamp expires,
                           caf::timestamp now) {
  using std::chrono::hours;
  auto left = std::chrono::duration_cast<hours>(expires - now);
  if (left >= hours{14 * 24})
    return {};
  if (expires <= now)
    return file + " has expired: make a new one, and start again";
  auto text = left >= hours{48} ? std::to_string(left / hours{24}) + " days"
                                : std::to_string(left.count()) + " hours";
  return file + " expires in " + text + ": make a new one, and start again";
}

} // namespace status::net
