// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/text_label.h"

#include "ui/tokens.h"

namespace calotype::ui {

QFont fontOf(TextSize size, const QFont& usual) {
  QFont font = usual;
  if (size == TextSize::Secondary) font.setPointSizeF(usual.pointSizeF() * tokens::kSecondarySize);
  if (size == TextSize::Title) {
    font.setPointSizeF(usual.pointSizeF() * tokens::kTitleSize);
    font.setWeight(QFont::DemiBold);
  }
  return font;
}

QLabel* makeLabel(TextSize size, const char* role, QWidget* parent, const QString& text) {
  auto* const label = new QLabel(text, parent);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setFont(fontOf(size, label->font()));
  label->setProperty("role", QString::fromLatin1(role));
  return label;
}

void setCentredText(QLabel* label, const QString& text) {
  label->setText(text);
  label->setMinimumHeight(label->heightForWidth(label->minimumWidth()));
}

QString breakable(QString path) {
  static const QChar kZeroWidthSpace(0x200b);
  for (const char separator : {'/', '_', '-', '.'})
    path.replace(QLatin1Char(separator), QString(QLatin1Char(separator)) + kZeroWidthSpace);
  return path;
}

}  // namespace calotype::ui
