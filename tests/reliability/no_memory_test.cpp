// SPDX-License-Identifier: GPL-3.0-or-later
// Each allocation of a parser fails once, one after the other: an error comes back or bad_alloc
// does, nothing is broken afterwards. With the address sanitizer: nothing leaks. What runs in the
// decoder process, which is replaced after that, is tried in a process for each: there libxml2 and
// Exiv2's XMP toolkit may die or wait for themselves, which costs that process and no more (R18).
// The destructor of a JSON value allocates (nlohmann-json 3.11) and is left out: what was read is
// kept.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <new>
#include <vector>

#include "catalog/decode/metadata.h"
#include "catalog/decode/words.h"
#include "catalog/protocol.h"
#include "catalog/search/query.h"
#include "model/files/json.h"
#include "model/files/model_spec.h"
#include "model/files/safetensors.h"
#include "model/text/tokenizer.h"
#include "tests/support/failing_memory.h"
#include "tests/support/painted_photo.h"

namespace calotype {
namespace {

constexpr long kMost = 20'000;

const std::string kSidecar =
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
    "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' "
    "xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
    "xmlns:lr='http://ns.adobe.com/lightroom/1.0/' xmp:Rating='3'><dc:subject><rdf:Bag><rdf:li>sea"
    "</rdf:li></rdf:Bag></dc:subject><lr:hierarchicalSubject><rdf:Seq><rdf:li>water|sea</rdf:li>"
    "</rdf:Seq></lr:hierarchicalSubject></rdf:Description></rdf:RDF></x:xmpmeta>";

std::span<const std::byte> bytesOf(const std::string& text) {
  return std::as_bytes(std::span(text));
}

/// `work` gives true when it has succeeded, which it does when nothing fails.
void expectNoHarm(const char* what, const std::function<bool()>& work) {
  ASSERT_TRUE(work()) << what;
  test::failAllocation(0);
  ASSERT_TRUE(work());
  const long count = std::min(test::stopFailing(), kMost);
  long errors = 0, thrown = 0;
  for (long n = 1; n <= count; ++n) {
    test::failAllocation(n);
    try {
      errors += work() ? 0 : 1;
    } catch (const std::bad_alloc&) {
      ++thrown;
    }
    test::stopFailing();
  }
  EXPECT_TRUE(work()) << what << ": works again";
  EXPECT_GT(errors + thrown, 0) << what << ": something did fail";
  std::printf("%s: %ld allocations, %ld errors, %ld thrown\n", what, count, errors, thrown);
}

enum Outcome { Done, Failed, Threw, Died };

/// Of one attempt in a process of its own.
int outcomeApart(const std::function<bool()>& work, long n) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(2);
    // Libraries' complaints would fill the log.
    ::close(STDERR_FILENO);
    test::failAllocation(n);
    int outcome = Threw;
    try {
      outcome = work() ? Done : Failed;
    } catch (const std::bad_alloc&) {
    }
    ::_exit(outcome);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? std::clamp(WEXITSTATUS(status), int(Done), int(Threw)) : int(Died);
}

void expectNoHarmApart(const char* what, const std::function<bool()>& work) {
  ASSERT_TRUE(work()) << what;
  test::failAllocation(0);
  ASSERT_TRUE(work());
  const long count = std::min(test::stopFailing(), kMost);
  long outcomes[4] = {};
  for (long n = 1; n <= count; ++n) ++outcomes[outcomeApart(work, n)];
  EXPECT_GT(outcomes[Failed] + outcomes[Threw], 0) << what << ": something did fail";
  EXPECT_LT(outcomes[Died] * 10, count) << what << ": rarely";
  std::printf("%s: %ld allocations, %ld errors, %ld thrown, %ld ended the process\n", what, count,
              outcomes[Failed], outcomes[Threw], outcomes[Died]);
}

TEST(NoMemory, Sidecars) {
  catalog::prepareMetadata();
  const catalog::PhotoWords words{4, "a caption", {"water/sea", "boat"}};
  expectNoHarmApart("reading a sidecar",
                    [] { return catalog::readSidecar(bytesOf(kSidecar)).has_value(); });
  expectNoHarmApart("writing a sidecar",
                    [&] { return catalog::editSidecar(bytesOf(kSidecar), words).has_value(); });
  const auto photo = test::encodeJpeg(test::paintPhoto(3, 24, 16));
  expectNoHarmApart("writing into a photo",
                    [&] { return catalog::editPhoto(bytesOf(photo), words).has_value(); });
}

TEST(NoMemory, TheDecodersAnswers) {
  catalog::Metadata facts;
  facts.format = "JPEG";
  facts.keywords = {"a keyword that is longer than a small string", "sea"};
  facts.caption = std::string(300, 'x');
  const auto encoded = catalog::protocol::encodeMetadata(facts);
  expectNoHarm("metadata", [&] { return catalog::protocol::parseMetadata(encoded).has_value(); });
}

TEST(NoMemory, Queries) {
  expectNoHarm("a query", [] {
    return !catalog::parseQuery(
                "a red bicycle (tag:\"red wine\" OR in:2019..2021) -camera:nikon "
                "rating>=3 sort:-date")
                .chips.empty();
  });
}

TEST(NoMemory, Json) {
  const std::string json =
      R"({"a": [1, 2, {"b": "a text of more than a few letters"}], "c": null})";
  std::vector<Result<model::Json>> read;
  read.reserve(1000);
  expectNoHarm("JSON", [&] {
    read.push_back(model::parseJson(json));
    return read.back().has_value();
  });
}

TEST(NoMemory, Weights) {
  model::SafeTensorsWriter writer;
  const std::vector<float> values{1, 2, 3, 4, 5, 6};
  for (int i = 0; i < 20; ++i) writer.add("tensor." + std::to_string(i), {2, 3}, values);
  const auto bytes = writer.bytes();
  expectNoHarmApart("safetensors", [&] {  // its header is JSON, which goes within
    Descriptor file(::memfd_create("weights", MFD_CLOEXEC));
    EXPECT_EQ(::write(file.get(), bytes.data(), bytes.size()), ssize_t(bytes.size()));
    return model::SafeTensors::open(std::move(file), "weights").has_value();
  });
}

TEST(NoMemory, Tokenizers) {
  const auto folder = fs::path(CALOTYPE_SOURCE) / "resources/models/starter";
  const auto spec = model::ModelSpec::open(folder);
  ASSERT_TRUE(spec) << spec.error().message;
  const auto tokenizer = model::Tokenizer::open(*spec);
  ASSERT_TRUE(tokenizer);
  expectNoHarm("token ids",
               [&] { return tokenizer->encode("a photo of a bicycle, they're 3").end > 0; });
}

}  // namespace
}  // namespace calotype
