// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QToolButton>
#include <QWidget>
#include <map>
#include <optional>
#include <stop_token>

#include "ui/models/photo_model.h"
#include "ui/views/photo_canvas.h"

class QLabel;

namespace calotype::ui {

class Filmstrip;
class InfoPanel;
class Note;
class Organiser;

/// One photo, large and dark, with the photos beside it a key away. The thumbnail is there at once,
/// the picture follows in its place, and both neighbours are decoded ahead.
class Viewer final : public QWidget {
  Q_OBJECT
 public:
  Viewer(CatalogBridge& bridge, Organiser& organiser, PhotoModel& model, QWidget* parent = nullptr);
  ~Viewer() override;

  void open(int row);
  void close();
  int row() const { return row_; }
  PhotoCanvas& canvas() { return *canvas_; }
  InfoPanel& infoPanel() { return *panel_; }
  void setPanelShown(bool shown);
  void setFilmstripShown(bool shown);
  /// A few words over the photo that go by themselves.
  void say(const QString& words);

 Q_SIGNALS:
  void rowChanged(int row);
  void closed();
  void panelShownChanged(bool shown);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Picture {
    QImage image;
    int askedEdge = -1;  // 0: full size
    std::stop_source stop;
    std::optional<QSize> pixels;  // upright
  };

  void build();
  QToolButton* addButton(const QString& iconName, const QString& name, const QString& key);
  void show(int row);
  void load(int row, int edge);
  void loadFacts(catalog::PhotoId id);
  void playFilm();
  void loadAround();
  void afterReset();
  void refine();
  int screenEdge() const;
  void showControls();
  void hideControls();
  void placeControls();
  void updateTitle();

  CatalogBridge& bridge_;
  Organiser& organiser_;
  PhotoModel& model_;
  int row_ = -1;
  std::optional<catalog::PhotoId> photo_;
  std::map<catalog::PhotoId, Picture> pictures_;  // the one shown and its neighbours

  PhotoCanvas* canvas_ = nullptr;
  InfoPanel* panel_ = nullptr;
  Filmstrip* strip_ = nullptr;
  Note* note_ = nullptr;
  QWidget* bar_ = nullptr;  // over the picture's top
  QLabel* title_ = nullptr;
  QLabel* zoomLabel_ = nullptr;
  QToolButton* previous_ = nullptr;
  QToolButton* next_ = nullptr;
  QToolButton* play_ = nullptr;
  QToolButton* info_ = nullptr;
  QToolButton* film_ = nullptr;
  QTimer idle_;
};

}  // namespace calotype::ui
