// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>

#include "catalog/pipeline/encoder_thread.h"

namespace calotype::catalog {

/// The models of an open catalog: the *chosen* one makes vectors, the *answering* one is the one
/// whose vectors are searched. They are the same but while the model is being changed: then the
/// former one answers until the chosen one has seen every photo that the former one knew. Any
/// thread may ask; whoever holds an encoder keeps it open, and a replaced one ends with its last
/// holder. Never hold one in a callback that its own thread calls.
class ModelsInUse {
 public:
  using Encoder = std::shared_ptr<EncoderThread>;

  Encoder chosen() const;
  Encoder answering() const;
  bool changing() const;

  void use(Encoder chosen, Encoder answering);
  /// Ends both threads; they can still be asked which model was chosen.
  void end();

 private:
  mutable std::mutex mutex_;  // guards the next two
  Encoder chosen_, answering_;
};

}  // namespace calotype::catalog
