// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <dnnl.hpp>
#include <map>
#include <memory>
#include <mutex>

namespace calotype::model::onednn {

/// One of oneDNN's primitives, made ready for one size.
template <class Primitive>
struct Prepared {
  typename Primitive::primitive_desc description;
  Primitive primitive;
};

/// A layer's primitives by their size: making one takes longer than many a product. Any number of
/// threads.
template <class Size, class Primitive>
class Preparations {
 public:
  /// describe(size) gives the description of one that is not ready yet.
  template <class Describe>
  std::shared_ptr<const Prepared<Primitive>> get(const Size& size, const Describe& describe) {
    const std::lock_guard lock(mutex_);
    if (const auto found = ready_.find(size); found != ready_.end()) return found->second;
    if (ready_.size() >= kMost) ready_.clear();
    const auto description = describe(size);
    auto prepared = std::make_shared<const Prepared<Primitive>>(
        Prepared<Primitive>{description, Primitive(description)});
    ready_[size] = prepared;
    return prepared;
  }

 private:
  static constexpr std::size_t kMost = 64;

  std::mutex mutex_;
  std::map<Size, std::shared_ptr<const Prepared<Primitive>>> ready_;
};

}  // namespace calotype::model::onednn
