// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "catalog/types.h"
#include "ui/models/folder_model.h"
#include "ui/palette.h"

class QLabel;
class QToolButton;

namespace calotype::ui {

class FolderTree;
class NavButton;

/// Where one can go: the library, its folders, the files that could not be read.
class SideBar final : public QWidget {
  Q_OBJECT
 public:
  enum class Place { Library, Folder, Unreadable };

  explicit SideBar(QWidget* parent = nullptr);

  void setColours(const Palette& palette);
  void setCounts(const catalog::Counts& counts);
  void setFolders(const std::vector<catalog::Root>& roots,
                  const std::vector<catalog::Folder>& folders);
  void setPlace(Place place, const fs::path& folder = {});
  FolderModel& folders() { return folders_; }

 Q_SIGNALS:
  void libraryChosen();
  void folderChosen(const calotype::fs::path& folder);
  void unreadableChosen();
  void addFolderWanted();
  void rescanWanted(const calotype::fs::path& folder);
  void removeWanted(const calotype::fs::path& folder);

 private:
  void build();
  void showMenu(const QModelIndex& index, const QPoint& at);
  void mark();

  FolderModel folders_;
  Place place_ = Place::Library;
  fs::path folder_;
  NavButton* library_ = nullptr;
  NavButton* unreadable_ = nullptr;
  FolderTree* tree_ = nullptr;
  QLabel* heading_ = nullptr;
  QToolButton* add_ = nullptr;
};

}  // namespace calotype::ui
