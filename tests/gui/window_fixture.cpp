// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/window_fixture.h"

#include <QTest>
#include <algorithm>
#include <fstream>

#include "model/base/install_paths.h"
#include "tests/support/fake_model.h"
#include "tests/support/painted_photo.h"
#include "ui/pages/library_page.h"
#include "ui/views/photo_grid.h"

namespace calotype::test {

WindowTest::WindowTest() {
  fs::create_directories(photos());
  writeFakeModel(folder_.path() / "model", 1);
  auto& catalog = options.catalog;
  catalog.paths = catalog::Paths::inside(folder_.path() / "catalog");
  catalog.openEncoder = fakeEncoderFactory(encoder);
  catalog.starterModel = folder_.path() / "model";
  catalog.decoderProgram = decoderProgram();
  catalog.decoderProcesses = 2;
  options.manifest = modelsFile();
  options.settings = folder_.path() / "window.ini";
  options.pictures = photos();
}

void WindowTest::paint(const std::string& name, int red, int green, int blue) {
  Rgb8 picture(300, name.size() % 2 == 0 ? 200 : 400);
  const int shade = int(std::hash<std::string>()(name) % 25);
  for (std::size_t i = 0; i < picture.pixels.size(); i += 3) {
    const int stripe = int(i / 3 / std::size_t(picture.width)) % 3;
    picture.pixels[i] = std::uint8_t(std::max(0, red - shade - stripe));
    picture.pixels[i + 1] = std::uint8_t(std::max(0, green - shade));
    picture.pixels[i + 2] = std::uint8_t(std::max(0, blue - shade));
  }
  write(name, encodeJpeg(picture));
}

void WindowTest::write(const std::string& name, const std::string& bytes) {
  fs::create_directories((photos() / name).parent_path());
  std::ofstream file(photos() / name, std::ios::binary);
  file << bytes;
}

void WindowTest::paintLibrary() {
  for (const std::string number : {"1", "2", "3", "4"}) {
    paint("red/rose " + number + ".jpg", 250, 20, 20);
    paint("green/leaf " + number + ".jpg", 20, 240, 20);
    paint("blue/sky " + number + ".jpg", 20, 20, 240);
  }
}

ui::Window& WindowTest::open(const fs::path& folder) {
  auto fresh = options;
  if (!folder.empty()) fresh.paths = {folder};
  window_ = std::make_unique<ui::Window>(std::move(fresh));
  window_->resize(1100, 700);
  window_->show();
  EXPECT_TRUE(QTest::qWaitForWindowExposed(window_.get()));
  return *window_;
}

ui::Window& WindowTest::openIndexed() {
  paintLibrary();
  auto& opened = open(photos());
  EXPECT_TRUE(waitUntil([&] { return shown() == 12 && idle(); })) << shown() << " photos shown";
  return opened;
}

int WindowTest::shown() const {
  return window_->libraryPage().grid().model().rowCount();
}

bool WindowTest::idle() const {
  return window_->bridge().progress().state == catalog::Progress::State::Idle;
}

QAbstractButton* WindowTest::findButton(const QString& name) const {
  for (auto* const button : window_->findChildren<QAbstractButton*>())
    if (button->isVisible() && (button->text() == name || button->accessibleName() == name))
      return button;
  return nullptr;
}

QAbstractButton* WindowTest::button(const QString& name) const {
  auto* const found = findButton(name);
  if (found == nullptr) ADD_FAILURE() << "no button " << name.toStdString();
  return found;
}

}  // namespace calotype::test
