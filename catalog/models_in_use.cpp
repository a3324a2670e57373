// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/models_in_use.h"

#include <utility>

namespace calotype::catalog {

ModelsInUse::Encoder ModelsInUse::chosen() const {
  const std::scoped_lock lock(mutex_);
  return chosen_;
}

ModelsInUse::Encoder ModelsInUse::answering() const {
  const std::scoped_lock lock(mutex_);
  return answering_;
}

bool ModelsInUse::changing() const {
  const std::scoped_lock lock(mutex_);
  return chosen_ != answering_;
}

/// The replaced ones are let go outside the lock: their threads may take a while to end, and what
/// they still call back may ask for the new ones.
void ModelsInUse::use(Encoder chosen, Encoder answering) {
  const std::scoped_lock lock(mutex_);
  chosen_.swap(chosen);
  answering_.swap(answering);
}

void ModelsInUse::end() {
  const auto making = chosen(), searched = answering();
  if (making) making->end();
  if (searched) searched->end();
}

}  // namespace calotype::catalog
