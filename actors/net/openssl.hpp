// OpenSSL's objects with an owner, and its errors as text.
#pragma once

#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string>

namespace status::net {

template <auto Free>
struct freed_by {
  template <class T>
  void operator()(T* x) const {
    Free(x);
  }
};

/// Frees a list, not what is in it.
inline void free_list(STACK_OF(X509) * x) {
  sk_X509_free(x);
}

using bio_ptr = std::unique_ptr<BIO, freed_by<BIO_free_all>>;
using certificate_ptr = std::unique_ptr<X509, freed_by<X509_free>>;
using extension_ptr
  = std::unique_ptr<X509_EXTENSION, freed_by<X509_EXTENSION_free>>;
using key_ptr = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using list_ptr = std::unique_ptr<STACK_OF(X509), freed_by<free_list>>;
using number_ptr = std::unique_ptr<BIGNUM, freed_by<BN_free>>;
using ssl_context_ptr = std::unique_ptr<SSL_CTX, freed_by<SSL_CTX_free>>;
using ssl_ptr = std::unique_ptr<SSL, freed_by<SSL_free>>;
using store_ptr = std::unique_ptr<X509_STORE, freed_by<X509_STORE_free>>;
using verifier_ptr
  = std::unique_ptr<X509_STORE_CTX, freed_by<X509_STORE_CTX_free>>;

/// Returns what OpenSSL says last on this thread, and forgets all it has said.
std::string last_openssl_error();

} // namespace status::net
