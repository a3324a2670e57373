// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/safetensors.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

#include "tests/fuzz/fuzz.h"

namespace calotype::fuzz {

std::vector<std::string> seeds() {
  model::SafeTensorsWriter writer;
  const std::vector<float> values{1, 2, 3, 4, 5, 6};
  writer.add("a.weight", {2, 3}, values);
  writer.add("b", {6}, values);
  writer.add("ids", {2}, std::vector<std::int64_t>{7, 8});
  writer.setMetadata("format", "pt");
  const auto bytes = writer.bytes();
  return {{reinterpret_cast<const char*>(bytes.data()), bytes.size()}};
}

}  // namespace calotype::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace calotype;
  Descriptor file(::memfd_create("fuzz", MFD_CLOEXEC));
  if (::write(file.get(), data, size) != ssize_t(size)) std::abort();
  const auto tensors = model::SafeTensors::open(std::move(file), "fuzz");
  if (!tensors) return 0;
  for (const auto& [name, entry] : tensors->entries()) {
    const auto bytes = tensors->bytes(name);
    if (bytes && bytes->bytes.size() != entry.bytes) std::abort();
    if (entry.dtype != model::DType::I64 && entry.dtype != model::DType::U8)
      if (const auto floats = tensors->floats(name);
          floats && floats->data.size() != model::elementCount(entry.shape))
        std::abort();
  }
  return 0;
}
