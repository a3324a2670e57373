// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "model/encoder.h"

namespace calotype::test {

/// What a test sees and decides of its fake encoders. Outlives them.
struct FakeEncoderControl {
  std::atomic<int> opened = 0;
  std::atomic<int> pictures = 0;  // crops encoded
  std::atomic<int> texts = 0;
  std::atomic<std::size_t> largestBatch = 0;
  std::atomic<std::size_t> memoryForBatch = 1000;  // more crops at once are OutOfMemory
  std::atomic<bool> missing = false;               // opening fails
  std::function<void()> beforePictures = [] {};    // called on the encoder's thread before a batch
  bool offersInt8 = false;                         // says of itself that 8 bits are not checked yet
  std::atomic<bool> int8Fails = false;             // opening in 8 bits
  std::atomic<float> int8Error = 0;   // what 8 bits add to a number of a picture's vector
  std::atomic<int> prepared = 0;      // times that an encoder made itself ready for texts
  std::atomic<int> rests = 0;         // times that an encoder gave its memory back
  std::atomic<int> int8Pictures = 0;  // crops encoded in 8 bits
};

/// A factory of encoders that need no LibTorch. A picture becomes the share of each basic colour in
/// it; a text becomes the colours it names ("red", "green", "blue", "yellow", "black", "white"); so
/// "red" finds red pictures. A picture that is magenta all over becomes not-a-number.
model::EncoderFactory fakeEncoderFactory(FakeEncoderControl& control);

}  // namespace calotype::test
