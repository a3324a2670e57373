// SPDX-License-Identifier: GPL-3.0-or-later
// Sidecars and photos that words are written into: what could be read can be read again.
#include "catalog/decode/words.h"

#include <cstdlib>

#include "catalog/decode/formats.h"
#include "catalog/decode/metadata.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/painted_photo.h"

namespace calotype::fuzz {

std::vector<std::string> seeds() {
  const std::string head =
      "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
      "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
      "xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
      "xmlns:lr='http://ns.adobe.com/lightroom/1.0/' "
      "xmlns:acdsee='http://ns.acdsee.com/iptc/1.0/' ";
  const std::string tail = "</rdf:Description></rdf:RDF></x:xmpmeta>";
  return {head + "xmp:Rating='3'>" + tail,
          head +
              "><dc:subject><rdf:Bag><rdf:li>sea</rdf:li></rdf:Bag></dc:subject>"
              "<lr:hierarchicalSubject><rdf:Seq><rdf:li>water|sea</rdf:li></rdf:Seq>"
              "</lr:hierarchicalSubject>" +
              tail,
          head +
              "><acdsee:categories>&lt;Categories&gt;&lt;Category Assigned='1'&gt;a&lt;/Category"
              "&gt;&lt;/Categories&gt;</acdsee:categories><dc:description><rdf:Alt><rdf:li "
              "xml:lang='x-default'>c</rdf:li></rdf:Alt></dc:description>" +
              tail,
          test::encodeJpeg(test::paintPhoto(3, 24, 16))};
}

}  // namespace calotype::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype::catalog;
  static const bool ready = (prepareMetadata(), true);
  const auto bytes = std::as_bytes(std::span(data, size));
  const PhotoWords words{4, "a <caption> & \"more\"", {"water/sea", "boat"}};
  static_cast<void>(ready);
  const bool readable = readSidecar(bytes).has_value();
  const auto edited = editSidecar(bytes, words);
  if (readable && (!edited || !readSidecar(*edited))) std::abort();
  for (const auto& format : formats()) {
    if (format.packet == nullptr) continue;
    const auto packet = format.packet->read(bytes);
    const auto written = format.packet->write(bytes, "<?xpacket?><a/>" + packet.substr(0, 100));
    if (written && format.sniff(bytes) && format.packet->read(*written).empty()) std::abort();
  }
  return 0;
}
