#include "actors/net/issue.hpp"

#include <ctime>
#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/pem.h>

#include "status/messages/error.hpp"

namespace status::net {

namespace {

constexpr int serial_bits = 159; // at most 20 bytes, and never negative

bool add_extension(X509* to, X509* issuer, int which,
                   const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  extension_ptr x{X509V3_EXT_conf_nid(nullptr, &context, which, value.c_str())};
  return x && X509_add_ext(to, x.get(), -1) == 1;
}

bool set_serial(X509* x) {
  number_ptr number{BN_new()};
  return number
         && BN_rand(number.get(), serial_bits, BN_RAND_TOP_ONE,
                    BN_RAND_BOTTOM_ANY)
              == 1
         && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x));
}

bool set_name(X509* x, const std::string& name) {
  const auto* text = reinterpret_cast<const unsigned char*>(name.c_str());
  return X509_NAME_add_entry_by_NID(X509_get_subject_name(x), NID_commonName,
                                    MBSTRING_UTF8, text, -1, -1, 0)
         == 1;
}

bool set_times(X509* x, const contents& what) {
  using clock = std::chrono::system_clock;
  auto seconds = [](caf::timestamp t) {
    return clock::to_time_t(std::chrono::time_point_cast<clock::duration>(t));
  };
  return ASN1_TIME_set(X509_getm_notBefore(x), seconds(what.from))
         && ASN1_TIME_set(X509_getm_notAfter(x), seconds(what.until));
}

bool add_extensions(X509* x, X509* issuer, const contents& what) {
  auto is_authority = what.extended.empty();
  return add_extension(x, issuer, NID_basic_constraints,
                       is_authority ? "critical,CA:TRUE,pathlen:0"
                                    : "critical,CA:FALSE")
         && add_extension(x, issuer, NID_key_usage, what.usage)
         && add_extension(x, issuer, NID_subject_key_identifier, "hash")
         && add_extension(x, issuer, NID_authority_key_identifier, "keyid")
         && (is_authority
             || add_extension(x, issuer, NID_ext_key_usage, what.extended))
         && (what.hosts.empty()
             || add_extension(x, issuer, NID_subject_alt_name, what.hosts));
}

template <class Write>
std::string written(Write write) {
  bio_ptr memory{BIO_new(BIO_s_mem())};
  char* begin = nullptr;
  if (!memory || write(memory.get()) != 1)
    return {};
  auto size = BIO_get_mem_data(memory.get(), &begin);
  return {begin, static_cast<size_t>(size)};
}

} // namespace

caf::error issue(const contents& what, const identity* issuer,
                 identity& result) {
  // P-256: as safe as RSA with 3072 bits, and made at once.
  result.key.reset(EVP_EC_gen("P-256"));
  result.certificate.reset(X509_new());
  auto* x = result.certificate.get();
  auto* signer = issuer ? issuer->certificate.get() : x;
  auto* signing_key = issuer ? issuer->key.get() : result.key.get();
  if (result.key && x && X509_set_version(x, X509_VERSION_3) == 1
      && set_serial(x) && set_name(x, what.name) && set_times(x, what)
      && X509_set_issuer_name(x, X509_get_subject_name(signer)) == 1
      && X509_set_pubkey(x, result.key.get()) == 1
      && add_extensions(x, signer, what)
      && X509_sign(x, signing_key, EVP_sha256()) != 0)
    return {};
  return make_error(ec::bad_argument, "cannot make the certificate " + what.name
                                        + ": " + last_openssl_error());
}

std::string pem_of(X509* x) {
  return written([x](BIO* to) { return PEM_write_bio_X509(to, x); });
}

std::string pem_of(EVP_PKEY* x) {
  return written([x](BIO* to) {
    return PEM_write_bio_PrivateKey(to, x, nullptr, nullptr, 0, nullptr,
                                    nullptr);
  });
}

} // namespace status::net
