// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "catalog/training/augment.h"
#include "model/base/files.h"
#include "model/base/half.h"
#include "model/base/result.h"

namespace calotype::catalog {

/// What another network makes of a shard's pictures: NAME.teacher.safetensors for NAME.tar, with
/// `vectors` [pictures, views, dims], and, if a view is a part of its picture, `boxes` [pictures,
/// views, 4] (left, top, width, height as parts of the whole), and `keys` in the metadata: the
/// pictures' keys in their order, one a line.
class Teacher {
 public:
  /// Adds the file; dims must be the same in all.
  Status add(const fs::path& file);

  std::size_t dims() const { return dims_; }
  /// Takes the mean of all first views out of every answer: what they have in common teaches
  /// nothing.
  void centre();

  /// Views of a picture; 0: the teacher did not see it.
  std::size_t views(const std::string& key) const;
  /// Whole pictures have the box 0, 0, 1, 1.
  Box box(const std::string& key, std::size_t view) const;
  std::vector<float> vector(const std::string& key, std::size_t view) const;

 private:
  struct Seen {
    std::vector<Half> vectors;  // [views, dims]
    std::vector<Box> boxes;     // [views]
  };

  std::size_t dims_ = 0;
  std::vector<float> mean_;
  std::unordered_map<std::string, Seen> seen_;
};

/// Words and a teacher's vectors for them, the vectors' mean taken out.
struct TaughtWords {
  std::size_t dims = 0;
  std::vector<std::string> words;
  std::vector<float> vectors;  // [words, dims]
};

/// NAME.names.json (a list of strings) with NAME.safetensors (`text_embeddings` [names, dims]), all
/// of a folder. Underscores become blanks, brackets with what is in them go, the first of equal
/// names counts.
Result<TaughtWords> readTaughtWords(const fs::path& folder);

}  // namespace calotype::catalog
