// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/files.h"

namespace calotype {

/// The prefix the running program was installed under: the parent of the folder it lies in. The
/// build tree has the same shape (packaging/cmake/CalotypeLayout.cmake), so an AppImage, a package
/// and a test all find their files by this one rule.
const fs::path& installPrefix();

fs::path pluginFolder();        // PREFIX/lib/calotype
fs::path libexecFolder();       // PREFIX/libexec/calotype
fs::path dataFolder();          // PREFIX/share/calotype
fs::path decoderProgram();      // PREFIX/libexec/calotype/calotype-decoder
fs::path commandLineProgram();  // PREFIX/bin/calotype-cli
fs::path starterModelFolder();  // PREFIX/share/calotype/models/starter
fs::path modelsFile();          // PREFIX/share/calotype/models.json
fs::path vocabularyFile();      // PREFIX/share/calotype/vocabularies/photos.json

}  // namespace calotype
