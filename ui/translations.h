// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <memory>
#include <vector>

class QTranslator;

namespace calotype::ui {

/// The window's texts and Qt's own in the locale's language, as far as there are any; English
/// otherwise. In effect while the returned object lives.
class Translations {
 public:
  explicit Translations(const QLocale& locale);
  ~Translations();

 private:
  std::vector<std::unique_ptr<QTranslator>> installed_;
};

}  // namespace calotype::ui
