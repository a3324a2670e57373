// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/scroll_column.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/tokens.h"

namespace calotype::ui {

QVBoxLayout* makeScrollColumn(QWidget* page, int width) {
  auto* const outer = new QVBoxLayout(page);
  outer->setContentsMargins({});
  auto* const scroll = new QScrollArea(page);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setFocusPolicy(Qt::NoFocus);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->verticalScrollBar()->setAccessibleName(
      QCoreApplication::translate("calotype::ui::PhotoGrid", "Place on the page"));
  outer->addWidget(scroll);
  auto* const inner = new QWidget(scroll);
  scroll->setWidget(inner);
  auto* const across = new QHBoxLayout(inner);
  across->setContentsMargins(tokens::kSpace6, tokens::kSpace4, tokens::kSpace6, tokens::kSpace6);
  auto* const body = new QWidget(inner);
  body->setMaximumWidth(width);
  across->addWidget(body, 100);
  across->addStretch(1);
  auto* const column = new QVBoxLayout(body);
  column->setContentsMargins({});
  return column;
}

}  // namespace calotype::ui
