// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QCache>
#include <QHash>
#include <QPixmap>
#include <QTimer>
#include <optional>
#include <unordered_set>
#include <vector>

#include "ui/models/photo_model.h"
#include "ui/palette.h"
#include "ui/views/justified_layout.h"

namespace calotype::ui {

/// The photos of a model in justified rows. Selection, focus and place on the page belong to
/// photos, not to rows, so they outlive every change of the model. Nothing is done per photo but
/// for those in sight.
class PhotoGrid final : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit PhotoGrid(PhotoModel& model, QWidget* parent = nullptr);

  PhotoModel& model() const { return model_; }
  void setColours(const Palette& palette);

  int rowHeight() const { return rowHeight_; }
  /// The photo under `focus` (in the viewport), or else the current one, stays where it is.
  void setRowHeight(int height, std::optional<QPoint> focus = {});

  /// A heading above the first photo of each group, which stays at the top while the group passes;
  /// or a divider, which has a line behind it. Call before the model changes.
  struct Heading {
    int row = 0;
    QString text;
    bool divides = false;
  };
  void setHeadings(std::vector<Heading> headings);
  /// Cells of equal size, photos cut to squares; else rows as wide as the page.
  void setSquares(bool squares);
  bool squares() const { return squares_; }
  /// Whether a bubble beside the scroll bar names the month while it is dragged.
  void setDatesShown(bool shown) { datesShown_ = shown; }
  /// Letters and digits go to whoever holds the grid: they rate, flag and tag.
  void setDragged(bool dragged) { dragged_ = dragged; }  // photos can be dragged out

  /// Back to the top with nothing selected: another question was asked.
  void startOver();

  int currentRow() const;
  std::vector<catalog::PhotoId> selection() const;
  bool isSelected(catalog::PhotoId id) const { return selected_.count(id) != 0; }
  void setCurrentRow(int row, bool select);
  void select(const std::vector<int>& rows);
  void selectAll();
  void clearSelection();
  void ensureVisible(int row);
  /// In the viewport; may lie outside of what is seen.
  QRect cellRect(int row) const;
  int rowAt(const QPoint& point) const;
  std::pair<int, int> visibleRows() const;

 Q_SIGNALS:
  void activated(int row);
  void currentChanged(int row);
  void selectionChanged();
  void rowHeightChanged(int height);
  void menuWanted(const QPoint& globalPosition);
  /// A frame with photos is on the screen; all: none of them waits for its thumbnail.
  void photosPainted(bool all);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  bool viewportEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  struct Place {  // a photo and where its top stands in the viewport
    std::optional<catalog::PhotoId> photo;
    int y = 0;
  };
  struct Scaled {
    QPixmap pixels;
    qint64 source = 0;  // cacheKey of the thumbnail it was made from
    QSize size;
  };

  void arrange();
  void restore(const Place& place);
  Place placeOf(int row) const;
  Place topPlace() const;
  void afterReset();
  QPixmap pictureFor(int row, const QSize& size, bool& late);
  void paintPhotos(QPainter& painter, const QRect& exposed);
  void paintHeadings(QPainter& painter);
  void paintHeading(QPainter& painter, const Heading& heading, int top, bool sticky);
  void startDrag();
  void drag(const std::vector<catalog::PhotoId>& photos, const QList<QUrl>& files);
  void paintBubble(QPainter& painter);
  qreal opacityOf(catalog::PhotoId id, bool picture);
  void fetchAhead();
  void updatePhoto(qint64 id);
  void askForFrame();

  int rowFor(int key, int from);
  void moveTo(int row, Qt::KeyboardModifiers modifiers);
  void selectRange(int from, int to, bool add);
  void selectUnderBand(bool add);
  void setCurrent(int row);
  void announceCurrent();

  PhotoModel& model_;
  Palette colours_ = makePalette(false);
  JustifiedLayout layout_;
  int rowHeight_;
  std::vector<Heading> headings_;
  bool datesShown_ = true, squares_ = false, dragged_ = false;

  std::unordered_set<catalog::PhotoId> selected_;
  std::optional<catalog::PhotoId> current_, rangeStart_;
  int currentRow_ = -1, rangeRow_ = -1, hoverRow_ = -1;
  std::optional<int> wishedX_;  // kept while one goes up and down

  std::optional<QPoint> pressed_;  // on a photo, in the viewport
  bool chooseOnRelease_ = false;
  std::optional<QPoint> bandStart_;  // on the page
  QPoint bandEnd_;
  std::unordered_set<catalog::PhotoId> beforeBand_;

  Place placeBeforeReset_;
  QCache<qint64, Scaled> scaled_;  // cost in KiB
  QHash<qint64, qint64> fadeStart_;
  QPixmap corners_;
  qreal cornersRatio_ = 0;
  std::unordered_set<catalog::PhotoId> waiting_;  // were seen without a picture
  QTimer frameTimer_, aheadTimer_;
};

}  // namespace calotype::ui
