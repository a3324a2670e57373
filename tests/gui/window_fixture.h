// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <QAbstractButton>
#include <memory>

#include "tests/gui/qt_application.h"
#include "tests/support/fake_encoder.h"
#include "tests/support/temporary_folder.h"
#include "ui/translations.h"
#include "ui/window.h"

namespace calotype::test {

/// A real window over a real catalog in a temporary folder: real decoder processes, but a fake
/// encoder that knows colours.
class WindowTest : public ::testing::Test {
 protected:
  WindowTest();

  fs::path photos() const { return folder_.path() / "photos"; }
  /// A JPEG of one colour, a little different for each name.
  void paint(const std::string& name, int red, int green, int blue);
  void write(const std::string& name, const std::string& bytes);
  /// Twelve photos: four each of red, green and blue.
  void paintLibrary();

  /// `folder`: as on the command line.
  ui::Window& open(const fs::path& folder = {});
  /// Opens on the painted photos and waits until all are indexed and shown.
  ui::Window& openIndexed();
  void close() { window_.reset(); }
  ui::Window& window() { return *window_; }
  int shown() const;
  bool idle() const;
  /// The visible button with this text or name; the test fails without one.
  QAbstractButton* button(const QString& name) const;
  bool hasButton(const QString& name) const { return findButton(name) != nullptr; }
  template <class T>
  T* child() const {
    return window_->findChild<T*>();
  }

  ui::WindowOptions options;
  FakeEncoderControl encoder;

 private:
  const ui::Translations english_{QLocale()};  // plural forms
  TemporaryFolder folder_;
  QAbstractButton* findButton(const QString& name) const;

  std::unique_ptr<ui::Window> window_;
};

}  // namespace calotype::test
