// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "tests/support/fake_encoder.h"
#include "tests/support/temporary_folder.h"

namespace calotype::test {

struct Rgb {
  int red, green, blue;
};
inline constexpr Rgb kRed{255, 0, 0}, kGreen{0, 255, 0}, kBlue{0, 0, 255}, kYellow{255, 255, 0},
    kBlack{0, 0, 0}, kWhite{255, 255, 255}, kMagenta{255, 0, 255};

/// A folder of photos in plain colours and a catalog over it, with real decoder processes and the
/// fake encoder.
class SmallLibrary {
 public:
  SmallLibrary();

  fs::path photos() const { return folder_.path() / "photos"; }
  fs::path path(const std::string& name) const { return photos() / name; }
  const catalog::Paths& paths() const { return options.paths; }
  /// A JPEG; `shade` makes photos of one colour differ in their bytes.
  void paint(const std::string& name, Rgb colour, int shade = 0);
  void write(const std::string& name, const std::string& bytes);
  std::string read(const std::string& name) const;
  /// Another model than before is the starter from now on.
  void changeModel(std::uint32_t seed);
  /// From now on a photo that has to be decoded cannot be: whoever needs no decoder does not
  /// notice.
  void takeDecoderAway() { options.decoderProgram = folder_.path() / "no-decoder"; }

  /// Opens a catalog, which ends the test when it fails. One at a time.
  catalog::Catalog& open();
  catalog::Catalog& catalog() { return *catalog_; }
  void close() { catalog_.reset(); }

  /// Adds the folder (once is enough) and waits until it is indexed.
  catalog::IndexReport index();
  /// The names of the files found, best first.
  std::vector<std::string> search(const std::string& words);
  catalog::Counts counts();

  catalog::CatalogOptions options;
  FakeEncoderControl encoder;

 private:
  TemporaryFolder folder_;
  std::unique_ptr<catalog::Catalog> catalog_;
};

}  // namespace calotype::test
