// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/cold_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <system_error>

namespace calotype::test {

void forgetCached(const fs::path& folder) {
  std::error_code failed;
  for (const auto& entry : fs::recursive_directory_iterator(folder, failed)) {
    if (!entry.is_regular_file(failed)) continue;
    const Descriptor file(::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) continue;
    ::fdatasync(file.get());  // what is not written yet is not forgotten
    ::posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED);
  }
}

}  // namespace calotype::test
