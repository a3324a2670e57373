// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/tar_file.h"

#include <cstdio>
#include <cstring>

namespace calotype::test {

std::string tarMember(const std::string& name, const std::string& contents) {
  std::string header(512, '\0');
  std::memcpy(header.data(), name.data(), name.size());
  std::snprintf(header.data() + 100, 8, "%07o", 0644);
  std::snprintf(header.data() + 108, 8, "%07o", 0);
  std::snprintf(header.data() + 116, 8, "%07o", 0);
  std::snprintf(header.data() + 124, 12, "%011o", unsigned(contents.size()));
  std::snprintf(header.data() + 136, 12, "%011o", 0);
  std::memset(header.data() + 148, ' ', 8);
  header[156] = '0';
  std::memcpy(header.data() + 257, "ustar\00000", 8);
  unsigned sum = 0;
  for (const char c : header) sum += static_cast<unsigned char>(c);
  std::snprintf(header.data() + 148, 8, "%06o", sum);
  std::string padded = contents;
  padded.resize((contents.size() + 511) / 512 * 512, '\0');
  return header + padded;
}

}  // namespace calotype::test
