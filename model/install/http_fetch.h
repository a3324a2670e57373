// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "model/base/files.h"
#include "model/base/result.h"

namespace calotype::model {

/// One attempt to get a file of known size over HTTPS, from where an earlier one left off.
struct HttpFetch {
  std::string address;
  fs::path part;            // PART, and PART.etag beside it: what the bytes in it are of
  std::uint64_t bytes = 0;  // of the whole file
  std::chrono::seconds idle{30};
  std::function<void(std::uint64_t done)> progress;
};

/// Where an attempt ended. `again`: another one may go on from here.
struct HttpEnd {
  Error error;
  bool again = false;
  bool nobody = false;  // there is no connection
};

/// Empty when PART has all its bytes. Only https, also when redirected (at most 5 times); proxies
/// as the environment says (https_proxy, no_proxy), further certificates in SSL_CERT_FILE. Resumes
/// only what the server says is the same (If-Range with its ETag), else starts again from zero;
/// never writes more than `bytes`. Ends within a second of a request to stop.
std::optional<HttpEnd> fetchOnce(const HttpFetch& fetch, std::stop_token stop);

/// The host of an address, for people.
std::string hostOf(const std::string& address);

}  // namespace calotype::model
