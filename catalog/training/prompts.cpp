// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/training/prompts.h"

#include <array>

namespace calotype::catalog {

namespace {

constexpr auto kPrompts = std::to_array<std::string_view>({
    "a photo of a {}",
    "a picture of the {}",
    "{}",
    "a close look at a {}",
    "a snapshot of a {}",
    "there is a {} here",
    "a good picture of the {}",
    "a dark photo of a {}",
    "a bright photo of a {}",
    "a blurred photo of a {}",
    "a sharp photo of a {}",
    "a grainy photo of a {}",
    "a small photo of a {}",
    "a large photo of a {}",
    "an old photo of a {}",
    "a recent photo of a {}",
    "a black and white photo of a {}",
    "a colour photo of a {}",
    "a faded photo of a {}",
    "a poor photo of the {}",
    "a fine photo of the {}",
    "a plain photo of the {}",
    "a strange photo of the {}",
    "a pretty photo of the {}",
    "a funny photo of the {}",
    "a photo of my {}",
    "a photo of our {}",
    "a photo of your {}",
    "a photo of some {}",
    "a photo of many {}",
    "a photo of one {}",
    "a photo of two {}",
    "a photo of a big {}",
    "a photo of a little {}",
    "a photo of a clean {}",
    "a photo of a dirty {}",
    "a photo of a new {}",
    "a photo of an old {}",
    "a photo of a beautiful {}",
    "a photo of a strange {}",
    "a photo of the whole {}",
    "a photo of part of a {}",
    "a photo of a {} from the side",
    "a photo of a {} from above",
    "a photo of a {} from behind",
    "a photo of a {} from the front",
    "a photo of a {} from far away",
    "a photo of a {} from near by",
    "a {} in the middle of the picture",
    "a {} at the edge of the picture",
    "a {} in the background",
    "a {} in the foreground",
    "a {} in the sun",
    "a {} in the shade",
    "a {} at night",
    "a {} by day",
    "a {} indoors",
    "a {} outdoors",
    "a {} on a plain background",
    "a {} among other things",
    "a holiday photo of a {}",
    "a family photo with a {}",
    "a phone photo of a {}",
    "a camera photo of a {}",
    "an album page with a {}",
    "a postcard of a {}",
    "a poster of a {}",
    "a drawing of a {}",
    "a painting of a {}",
    "a cropped photo of the {}",
    "a photo that shows the {}",
    "a photo in which there is a {}",
    "this is a {}",
    "that is the {}",
    "here is a {}",
    "look at the {}",
    "somebody photographed a {}",
    "nothing but a {}",
    "one of many photos of a {}",
    "a thumbnail of a {}",
});
static_assert(kPrompts.size() == 80);

}  // namespace

std::string promptFor(std::string_view sentence, const std::string& label) {
  static constexpr std::string_view kVowels = "aeiou";
  const bool vowel = !label.empty() && kVowels.find(label.front()) != std::string_view::npos;
  std::string text;
  for (std::size_t at = 0; at < sentence.size();) {
    const auto rest = sentence.substr(at);
    if (rest.starts_with("{}")) {
      text += label;
      at += 2;
    } else if (vowel && rest.starts_with("a {}") && (at == 0 || sentence[at - 1] == ' ')) {
      text += "an ";
      at += 2;
    } else {
      text += sentence[at++];
    }
  }
  return text;
}

std::span<const std::string_view> prompts() {
  return kPrompts;
}

}  // namespace calotype::catalog
