// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/install/http_fetch.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace calotype::model {

namespace {

constexpr long kMostRedirects = 5;
constexpr std::uint64_t kMostEtagBytes = 256;

struct CloseHandle {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

bool startCurl() {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return started;
}

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return char(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  return text;
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

/// What the server says before the bytes; begun anew with each redirect.
struct Answer {
  long status = 0;
  std::string etag, contentType, contentRange;
  std::optional<std::uint64_t> length;
};

class Attempt {
 public:
  Attempt(const HttpFetch& fetch, std::stop_token stop) : fetch_(fetch), stop_(std::move(stop)) {}

  std::optional<HttpEnd> run() {
    if (auto opened = open(); !opened) return HttpEnd{opened.error(), false};
    if (at_ == fetch_.bytes) return std::nullopt;
    if (!startCurl()) return HttpEnd{{Code::Internal, "libcurl could not be started."}, false};
    const std::unique_ptr<CURL, CloseHandle> handle(curl_easy_init());
    if (!handle) return HttpEnd{{Code::OutOfMemory, "libcurl could not be started."}, false};
    curl_slist* headers = nullptr;
    if (at_ > 0) headers = curl_slist_append(headers, ("If-Range: " + etag_).c_str());
    const std::unique_ptr<curl_slist, FreeList> keep(headers);
    setOptions(handle.get(), headers);
    return ended(curl_easy_perform(handle.get()), handle.get());
  }

 private:
  fs::path etagPath() const { return fs::path(fetch_.part.native() + ".etag"); }

  Status open() {
    part_ =
        Descriptor(::open(fetch_.part.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!part_)
      return fail(codeOfErrno(errno),
                  displayPath(fetch_.part) + " cannot be written: " + std::strerror(errno));
    struct stat stat {};
    if (fstat(part_.get(), &stat) != 0 || !S_ISREG(stat.st_mode))
      return fail(Code::Io, displayPath(fetch_.part) + " is no regular file.");
    at_ = std::uint64_t(stat.st_size);
    if (at_ == fetch_.bytes) return {};
    etag_ = readFile(etagPath(), kMostEtagBytes).value_or("");
    // A weak tag may stand for other bytes; without one nothing says what the bytes are of.
    const bool strong = etag_.size() >= 2 && etag_.front() == '"' && etag_.back() == '"' &&
                        etag_.find_first_of("\r\n") == std::string::npos;
    if (at_ > fetch_.bytes || !strong) return startAgain();
    return {};
  }

  Status startAgain() {
    at_ = 0;
    etag_.clear();
    std::error_code ignored;
    fs::remove(etagPath(), ignored);
    if (ftruncate(part_.get(), 0) != 0)
      return fail(codeOfErrno(errno), displayPath(fetch_.part) + " cannot be written.");
    return {};
  }

  void setOptions(CURL* handle, curl_slist* headers) {
    const auto set = [&](CURLoption option, auto value) {
      curl_easy_setopt(handle, option, value);
    };
    set(CURLOPT_URL, fetch_.address.c_str());
    set(CURLOPT_PROTOCOLS_STR, "https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "https");
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, kMostRedirects);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT, long(fetch_.idle.count()));
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, long(fetch_.idle.count()));
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_USERAGENT, "calotype");
    set(CURLOPT_ERRORBUFFER, message_);
    if (const char* const certificates = std::getenv("SSL_CERT_FILE"))
      set(CURLOPT_CAINFO, certificates);
    if (headers != nullptr) {
      set(CURLOPT_HTTPHEADER, headers);
      range_ = std::to_string(at_) + "-";
      set(CURLOPT_RANGE, range_.c_str());
    }
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_HEADERFUNCTION, &Attempt::onHeader);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_WRITEFUNCTION, &Attempt::onBytes);
    set(CURLOPT_XFERINFODATA, this);
    set(CURLOPT_XFERINFOFUNCTION, &Attempt::onProgress);
  }

  static std::size_t onHeader(char* data, std::size_t, std::size_t count, void* self) {
    static_cast<Attempt*>(self)->header({data, count});
    return count;
  }
  static std::size_t onBytes(char* data, std::size_t, std::size_t count, void* self) {
    return static_cast<Attempt*>(self)->take({data, count}) ? count : 0;
  }
  static int onProgress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    const auto* const attempt = static_cast<Attempt*>(self);
    if (attempt->fetch_.progress) attempt->fetch_.progress(attempt->at_);
    return attempt->stop_.stop_requested() ? 1 : 0;
  }

  void header(std::string_view line) {
    if (line.starts_with("HTTP/")) {
      answer_ = {};
      const auto blank = line.find(' ');
      if (blank != std::string_view::npos)
        answer_.status = std::strtol(std::string(line.substr(blank)).c_str(), nullptr, 10);
      return;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const auto name = lowered(std::string(line.substr(0, colon)));
    const auto value = trimmed(line.substr(colon + 1));
    if (name == "etag") answer_.etag = value;
    if (name == "content-type") answer_.contentType = lowered(value);
    if (name == "content-range") answer_.contentRange = value;
    if (name == "content-length") answer_.length = std::strtoull(value.c_str(), nullptr, 10);
  }

  /// Before the first byte: is this the file, and where does it go on?
  bool begin() {
    if (answer_.status != 200 && answer_.status != 206) return refuse({}, {});
    const auto host = hostOf(fetch_.address);
    if (answer_.contentType.starts_with("text/html"))
      return refuse(Code::Network, host +
                                       " answered with a web page in place of the file. If this "
                                       "network asks for a sign-in, open a browser and sign in.");
    if (answer_.status == 206) {
      const auto wanted = "bytes " + std::to_string(at_) + "-" + std::to_string(fetch_.bytes - 1) +
                          "/" + std::to_string(fetch_.bytes);
      if (at_ > 0 && lowered(answer_.contentRange) == wanted && answer_.etag == etag_) return true;
      restart_ = true;  // another part than was asked for
      return false;
    }
    if (answer_.length && *answer_.length != fetch_.bytes)
      return refuse(Code::Network, host + " offers a file of " + std::to_string(*answer_.length) +
                                       " bytes, expected were " + std::to_string(fetch_.bytes) +
                                       ". It is not the file that this version knows.");
    if (auto begun = startAgain(); !begun) return refuse(begun.error().code, begun.error().message);
    etag_ = answer_.etag;
    if (etag_.size() <= kMostEtagBytes)
      (void)writeFileAtomically(etagPath(), std::as_bytes(std::span(etag_)));
    return true;
  }

  bool take(std::string_view bytes) {
    if (!begun_ && !begin()) return false;
    begun_ = true;
    if (bytes.size() > fetch_.bytes - at_ && startAgain())
      return refuse(
          Code::Network,
          hostOf(fetch_.address) + " sends more bytes than the file has. Nothing of it is kept.");
    while (!bytes.empty()) {
      const auto written = pwrite(part_.get(), bytes.data(), bytes.size(), off_t(at_));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0)
        return refuse(codeOfErrno(errno),
                      displayPath(fetch_.part.parent_path()) + ": the file cannot be written: " +
                          std::strerror(errno) + ". What came so far is kept for the next try.");
      at_ += std::uint64_t(written);
      bytes.remove_prefix(std::size_t(written));
    }
    return true;
  }

  bool refuse(Code code, std::string message) {
    if (!message.empty()) refused_ = Error{code, std::move(message)};
    return false;
  }

  std::optional<HttpEnd> ended(CURLcode code, CURL* handle) {
    if (stop_.stop_requested()) return HttpEnd{{Code::Cancelled, "stopped"}, false};
    if (refused_) return HttpEnd{*refused_, false};
    const auto host = hostOf(fetch_.address);
    if (restart_) {
      (void)startAgain();
      return HttpEnd{{Code::Network, host + " sent another part of the file than asked for."},
                     true};
    }
    if (code == CURLE_OK && at_ == fetch_.bytes) return std::nullopt;
    const auto status = answer_.status;
    if (code == CURLE_OK || code == CURLE_WRITE_ERROR) {
      if (status == 200 || status == 206)
        return HttpEnd{{Code::Network, host + " ended before the whole file was there."}, true};
      const bool later = status == 408 || status == 429 || status >= 500;
      if (status == 416) (void)startAgain();
      return HttpEnd{{status == 404 ? Code::NotFound : Code::Network,
                      host + " answers " + std::to_string(status) + " in place of the file."},
                     later || status == 416};
    }
    return HttpEnd{{codeOf(code), host + ": " + reasonOf(code)},
                   mayTryAgain(code),
                   isNobodyThere(code, handle)};
  }

  static Code codeOf(CURLcode code) {
    return code == CURLE_OPERATION_TIMEDOUT ? Code::TimedOut : Code::Network;
  }

  static bool isNobodyThere(CURLcode code, CURL* handle) {
    curl_off_t connected = 0;  // microseconds until the handshake was over
    curl_easy_getinfo(handle, CURLINFO_APPCONNECT_TIME_T, &connected);
    return code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_CONNECT ||
           (code == CURLE_OPERATION_TIMEDOUT && connected == 0);
  }

  static bool mayTryAgain(CURLcode code) {
    switch (code) {
      case CURLE_TOO_MANY_REDIRECTS:
      case CURLE_UNSUPPORTED_PROTOCOL:
      case CURLE_URL_MALFORMAT:
      case CURLE_PEER_FAILED_VERIFICATION:
      case CURLE_SSL_CACERT_BADFILE:
      case CURLE_COULDNT_RESOLVE_PROXY:
        return false;
      default:
        return true;
    }
  }

  std::string reasonOf(CURLcode code) const {
    switch (code) {
      case CURLE_COULDNT_RESOLVE_HOST:
        return "the name is not known here. Is this computer connected to the internet?";
      case CURLE_COULDNT_RESOLVE_PROXY:
        return "the proxy that the environment names (https_proxy) is not known.";
      case CURLE_COULDNT_CONNECT:
        return "no connection. Is this computer connected to the internet, and is a proxy needed "
               "(https_proxy)?";
      case CURLE_OPERATION_TIMEDOUT:
        return "no answer for " + std::to_string(fetch_.idle.count()) + " seconds.";
      case CURLE_TOO_MANY_REDIRECTS:
        return "it leads from one address to the next without an end.";
      case CURLE_UNSUPPORTED_PROTOCOL:
        return "it leads to an address without https, which is not followed.";
      case CURLE_PEER_FAILED_VERIFICATION:
        return "its certificate is not trusted, so this may be somebody else.";
      default:
        return std::string(message_[0] != '\0' ? message_ : curl_easy_strerror(code)) + ".";
    }
  }

  const HttpFetch& fetch_;
  const std::stop_token stop_;
  Descriptor part_;
  std::uint64_t at_ = 0;
  std::string etag_, range_;
  Answer answer_;
  bool begun_ = false, restart_ = false;
  std::optional<Error> refused_;
  char message_[CURL_ERROR_SIZE] = {};
};

}  // namespace

std::optional<HttpEnd> fetchOnce(const HttpFetch& fetch, std::stop_token stop) {
  return Attempt(fetch, std::move(stop)).run();
}

std::string hostOf(const std::string& address) {
  const auto begin = address.find("://");
  const auto from = begin == std::string::npos ? 0 : begin + 3;
  return displayText(address.substr(from, address.find('/', from) - from));
}

}  // namespace calotype::model
