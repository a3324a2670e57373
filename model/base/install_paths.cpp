// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/install_paths.h"

namespace calotype {

const fs::path& installPrefix() {
  static const fs::path prefix = [] {
    std::error_code error;
    const auto program = fs::read_symlink("/proc/self/exe", error);
    return program.parent_path().parent_path();
  }();
  return prefix;
}

fs::path pluginFolder() {
  return installPrefix() / "lib/calotype";
}
fs::path libexecFolder() {
  return installPrefix() / "libexec/calotype";
}
fs::path dataFolder() {
  return installPrefix() / "share/calotype";
}
fs::path decoderProgram() {
  return libexecFolder() / "calotype-decoder";
}
fs::path commandLineProgram() {
  return installPrefix() / "bin/calotype-cli";
}
fs::path starterModelFolder() {
  return dataFolder() / "models/starter";
}
fs::path modelsFile() {
  return dataFolder() / "models.json";
}

fs::path vocabularyFile() {
  return dataFolder() / "vocabularies/photos.json";
}

}  // namespace calotype
