// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/index/index_file.h"

#include <algorithm>
#include <array>
#include <span>
#include <system_error>

#include "catalog/index/bytes.h"
#include "catalog/index/graph.h"

namespace calotype::catalog {

namespace {

constexpr std::array<char, 8> kMagic{'C', 'a', 'l', 'o', 'I', 'n', 'd', 'x'};
constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kByteOrder = 0x01020304;
constexpr std::uint64_t kLargest = std::uint64_t(16) << 30;

std::uint64_t checksum(std::string_view bytes) {
  return xxh3(std::as_bytes(std::span(bytes)));
}

std::string headerOf(const IndexIdentity& identity, std::string_view payload) {
  std::string header;
  appendBytes(header, kMagic);
  appendBytes(header, kVersion);
  appendBytes(header, kByteOrder);
  appendBytes(header, identity.model);
  appendBytes(header, identity.transform);
  appendBytes(header, identity.dims);
  appendBytes(header, std::uint64_t(Graph::kLinks));
  appendBytes(header, std::uint64_t(payload.size()));
  appendBytes(header, checksum(payload));
  appendBytes(header, checksum(header));
  return header;
}

}  // namespace

Status writeIndexFile(const fs::path& path, const IndexIdentity& identity,
                      std::string_view payload) {
  auto file = headerOf(identity, payload);
  file += payload;
  fs::path fresh = path;
  fresh += ".new";
  std::error_code error;
  CALOTYPE_CHECK(writeFileAtomically(fresh, std::as_bytes(std::span(file))));
  const auto read = readFile(fresh, kLargest);
  if (!read || *read != file) {
    fs::remove(fresh, error);
    return fail(Code::Io, displayPath(fresh) +
                              ": does not hold what was written to it; "
                              "the disk may be failing");
  }
  fs::rename(fresh, path, error);
  if (!error) return {};
  const auto reason = error;
  fs::remove(fresh, error);
  return fail(codeOfErrno(reason.value()),
              displayPath(path) + ": cannot be replaced: " + reason.message());
}

Result<std::string> readIndexFile(const fs::path& path, const IndexIdentity& identity) {
  CALOTYPE_TRY(auto file, readFile(path, kLargest));
  const auto headerBytes = headerOf(identity, {}).size();
  const auto payload = std::string_view(file).substr(std::min(headerBytes, file.size()));
  if (std::string_view(file).substr(0, headerBytes) != headerOf(identity, payload))
    return fail(Code::Corrupt,
                "the saved search index is damaged, or of another model or version; it is built "
                "again");
  file.erase(0, headerBytes);
  return file;
}

}  // namespace calotype::catalog
