// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/safetensors.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "model/base/assert.h"
#include "model/base/half.h"
#include "model/files/json.h"

static_assert(std::endian::native == std::endian::little,
              "tensors are copied from the file as they are");

namespace calotype::model {

namespace {

constexpr std::uint64_t kMostFileBytes = std::uint64_t(8) << 30;
constexpr std::uint64_t kMostHeaderBytes = std::uint64_t(16) << 20;
constexpr std::size_t kMostTensors = 20'000;
constexpr std::size_t kMostNameBytes = 512;
constexpr std::size_t kMostDimensions = 8;
constexpr std::size_t kDeepestHeader = 4;
/// Without a branch for each value: a finite number times 0 is 0, any other is not a number.
bool allFinite(std::span<const float> values) {
  constexpr std::size_t kLanes = 16;
  std::array<float, kLanes> lanes{};
  std::size_t i = 0;
  for (; i + kLanes <= values.size(); i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] += values[i + lane] * 0.0f;
  for (; i < values.size(); ++i) lanes[0] += values[i] * 0.0f;
  return std::ranges::none_of(lanes, [](float lane) { return std::isnan(lane); });
}

constexpr std::size_t kPieceBytes = std::size_t(1) << 20;

struct DTypeRow {
  DType dtype;
  const char* name;
  std::size_t bytes;
};
constexpr std::array<DTypeRow, 5> kDTypes{{
    {DType::F32, "F32", 4},
    {DType::F16, "F16", 2},
    {DType::BF16, "BF16", 2},
    {DType::I64, "I64", 8},
    {DType::U8, "U8", 1},
}};

const DTypeRow& rowOf(DType dtype) {
  return *std::find_if(kDTypes.begin(), kDTypes.end(),
                       [&](const DTypeRow& row) { return row.dtype == dtype; });
}

struct Foreign {
  std::string_view start;
  const char* what;
};
constexpr std::array<Foreign, 8> kForeign{{
    {"PK\x03\x04", "is a zip archive, as PyTorch and TorchScript write weights"},
    {"\x80\x02", "is a Python pickle"},
    {"\x80\x03", "is a Python pickle"},
    {"\x80\x04", "is a Python pickle"},
    {"\x80\x05", "is a Python pickle"},
    {"\x89HDF", "is an HDF5 file"},
    {"GGUF", "is a GGUF file"},
    {"version https://git-lfs", "is only a Git LFS pointer; the weights were not fetched"},
}};

/// What the file is, if its first bytes say that it is something else.
const char* foreignKind(std::string_view start) {
  for (const auto& foreign : kForeign)
    if (start.substr(0, foreign.start.size()) == foreign.start) return foreign.what;
  const auto first = start.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && start[first] == '<') return "is a web page";
  return nullptr;
}

/// A whole number from 0 up; nlohmann keeps every such number as unsigned.
std::optional<std::uint64_t> naturalNumber(const Json& value) {
  if (!value.is_number_unsigned()) return std::nullopt;
  return value.get<std::uint64_t>();
}

Status readShape(const Json& value, Shape& shape, std::uint64_t& count) {
  if (!value.is_array()) return fail(Code::Corrupt, "has no list as its shape");
  if (value.size() > kMostDimensions)
    return fail(Code::TooLarge, "has " + std::to_string(value.size()) + " dimensions; at most " +
                                    std::to_string(kMostDimensions) + " are read");
  count = 1;
  for (const auto& entry : value) {
    const auto size = naturalNumber(entry);
    if (!size || *size > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
      return fail(Code::Corrupt, "has a shape that is not made of whole numbers from 0 up");
    if (*size != 0 && count > std::numeric_limits<std::uint64_t>::max() / *size)
      return fail(Code::Corrupt, "has a shape whose product overflows");
    count *= *size;
    shape.push_back(std::int64_t(*size));
  }
  return {};
}

Result<TensorEntry> readEntry(const Json& value, std::uint64_t dataStart, std::uint64_t dataBytes) {
  if (!value.is_object()) return fail(Code::Corrupt, "is not described by a JSON object");
  const auto dtype = value.find("dtype"), shape = value.find("shape"),
             offsets = value.find("data_offsets");
  if (value.size() != 3 || dtype == value.end() || shape == value.end() || offsets == value.end())
    return fail(Code::Corrupt, "must have exactly dtype, shape and data_offsets");
  if (!dtype->is_string()) return fail(Code::Corrupt, "has a dtype that is not a text");
  const auto& dtypeText = dtype->get_ref<const std::string&>();
  const auto* const row = std::find_if(
      kDTypes.begin(), kDTypes.end(), [&](const DTypeRow& each) { return each.name == dtypeText; });
  if (row == kDTypes.end())
    return fail(Code::Unsupported, "has the dtype \"" + displayText(dtypeText) +
                                       "\"; only F32, F16, BF16, I64 and U8 are read");
  TensorEntry entry;
  entry.dtype = row->dtype;
  std::uint64_t count = 0;
  CALOTYPE_CHECK(readShape(*shape, entry.shape, count));
  if (!offsets->is_array() || offsets->size() != 2)
    return fail(Code::Corrupt, "has no pair of data_offsets");
  const auto begin = naturalNumber((*offsets)[0]), end = naturalNumber((*offsets)[1]);
  if (!begin || !end || *begin > *end || *end > dataBytes)
    return fail(Code::Corrupt, "has data_offsets outside the file");
  if (count > std::numeric_limits<std::uint64_t>::max() / row->bytes ||
      *end - *begin != count * row->bytes)
    return fail(Code::Corrupt, "has " + std::to_string(*end - *begin) +
                                   " bytes, which do not fit its shape " + shapeText(entry.shape) +
                                   " of " + row->name);
  entry.offset = dataStart + *begin;
  entry.bytes = *end - *begin;
  return entry;
}

float toFloat(DType dtype, const std::byte* at) {
  if (dtype == DType::F32) {
    float value = 0;
    std::memcpy(&value, at, sizeof value);
    return value;
  }
  std::uint16_t bits = 0;
  std::memcpy(&bits, at, sizeof bits);
  if (dtype == DType::F16) return calotype::toFloat(Half(bits));
  return std::bit_cast<float>(std::uint32_t(bits) << 16);  // bfloat16: the upper half of a float
}

}  // namespace

const char* dtypeName(DType dtype) {
  return rowOf(dtype).name;
}

std::size_t dtypeBytes(DType dtype) {
  return rowOf(dtype).bytes;
}

std::string shapeText(const Shape& shape) {
  std::string text = "[";
  for (const auto size : shape) text += (text.size() > 1 ? ", " : "") + std::to_string(size);
  return text + "]";
}

std::size_t elementCount(const Shape& shape) {
  std::size_t count = 1;
  for (const auto size : shape) count *= std::size_t(size);
  return count;
}

Result<SafeTensors> SafeTensors::open(const fs::path& path) {
  CALOTYPE_TRY(auto file, openRegularFile(path, Links::Follow));
  return open(std::move(file), displayPath(path));
}

Result<SafeTensors> SafeTensors::open(Descriptor file, std::string name) {
  SafeTensors tensors;
  tensors.file_ = std::move(file);
  tensors.name_ = std::move(name);
  struct stat status {};
  if (::fstat(tensors.file_.get(), &status) != 0)
    return fail(codeOfErrno(errno), tensors.name_ + ": cannot be examined");
  if (auto read = tensors.readHeader(std::uint64_t(status.st_size)); !read)
    return fail(read.error().code, tensors.name_ + ": " + read.error().message);
  return tensors;
}

Status SafeTensors::readHeader(std::uint64_t fileBytes) {
  std::string start(std::size_t(std::min<std::uint64_t>(fileBytes, 64)), '\0');
  CALOTYPE_CHECK(readExactly(file_.get(), 0, std::as_writable_bytes(std::span(start))));
  std::uint64_t headerBytes = 0;
  if (fileBytes > 8) std::memcpy(&headerBytes, start.data(), sizeof headerBytes);
  // Looked at before the first bytes' meaning elsewhere: a length may look like a pickle's start.
  if (fileBytes < 9 || headerBytes > fileBytes - 8 || start[8] != '{') {
    if (const char* const what = foreignKind(start))
      return fail(Code::Unsupported, std::string(what) +
                                         "; only safetensors files are read. Get the model's "
                                         "safetensors file, or convert it");
    return fail(Code::Corrupt,
                "is not a safetensors file, or only a part of one; download it again");
  }
  if (fileBytes > kMostFileBytes) return fail(Code::TooLarge, "is larger than 8 GiB");
  if (headerBytes > kMostHeaderBytes)
    return fail(Code::TooLarge, "has a header of more than 16 MiB, more than any model needs");
  std::string header(std::size_t(headerBytes), '\0');
  CALOTYPE_CHECK(readExactly(file_.get(), 8, std::as_writable_bytes(std::span(header))));
  auto parsed = parseJson(header, {std::size_t(kMostHeaderBytes), kDeepestHeader});
  if (!parsed) return fail(parsed.error().code, "its header " + parsed.error().message);
  if (!parsed->is_object()) return fail(Code::Corrupt, "its header is not a JSON object");
  if (parsed->size() > kMostTensors + 1)
    return fail(Code::TooLarge, "has more than " + std::to_string(kMostTensors) + " tensors");

  const auto dataStart = 8 + headerBytes;
  const auto dataBytes = fileBytes - dataStart;
  for (const auto& [name, value] : parsed->items()) {
    if (name == "__metadata__") {
      if (!value.is_object()) return fail(Code::Corrupt, "its __metadata__ is not a JSON object");
      for (const auto& [key, text] : value.items()) {
        if (!text.is_string()) return fail(Code::Corrupt, "its __metadata__ holds more than texts");
        metadata_[key] = text.get<std::string>();
      }
      continue;
    }
    if (name.size() > kMostNameBytes)
      return fail(Code::TooLarge, "has a tensor with a name of more than 512 bytes");
    auto entry = readEntry(value, dataStart, dataBytes);
    if (!entry)
      return fail(entry.error().code,
                  "tensor \"" + displayText(name) + "\" " + entry.error().message);
    entries_.emplace(name, std::move(*entry));
  }

  // Every byte behind the header belongs to exactly one tensor: nothing hides between them.
  std::vector<const TensorEntry*> inOrder;
  inOrder.reserve(entries_.size());
  for (const auto& [name, entry] : entries_) inOrder.push_back(&entry);
  std::sort(inOrder.begin(), inOrder.end(), [](const TensorEntry* a, const TensorEntry* b) {
    return std::pair(a->offset, a->bytes) < std::pair(b->offset, b->bytes);
  });
  auto expected = dataStart;
  for (const auto* entry : inOrder) {
    if (entry->offset != expected)
      return fail(Code::Corrupt, entry->offset < expected ? "has tensors that overlap"
                                                          : "has a gap between tensors");
    expected += entry->bytes;
  }
  if (expected != fileBytes) return fail(Code::Corrupt, "has bytes behind its last tensor");
  return {};
}

const TensorEntry* SafeTensors::find(std::string_view name) const {
  const auto found = entries_.find(name);
  return found == entries_.end() ? nullptr : &found->second;
}

Result<TensorBytes> SafeTensors::bytes(std::string_view name) const {
  const auto* const entry = find(name);
  if (entry == nullptr)
    return fail(Code::NotFound, name_ + ": has no tensor \"" + displayText(name) + "\"");
  TensorBytes tensor{entry->dtype, entry->shape, std::vector<std::byte>(std::size_t(entry->bytes))};
  if (auto read = readExactly(file_.get(), entry->offset, tensor.bytes); !read)
    return fail(read.error().code, name_ + ": " + read.error().message);
  return tensor;
}

Result<FloatTensor> SafeTensors::floats(std::string_view name) const {
  const auto* const entry = find(name);
  if (entry == nullptr)
    return fail(Code::NotFound, name_ + ": has no tensor \"" + displayText(name) + "\"");
  FloatTensor tensor{entry->shape, std::vector<float>(elementCount(entry->shape))};
  CALOTYPE_CHECK(floats(name, tensor.data));
  return tensor;
}

Status SafeTensors::floats(std::string_view name, std::span<float> values) const {
  const auto* const entry = find(name);
  if (entry == nullptr)
    return fail(Code::NotFound, name_ + ": has no tensor \"" + displayText(name) + "\"");
  const auto where = [&] { return name_ + ": tensor \"" + displayText(name) + "\" "; };
  if (entry->dtype != DType::F32 && entry->dtype != DType::F16 && entry->dtype != DType::BF16)
    return fail(Code::Unsupported,
                where() + "holds " + dtypeName(entry->dtype) + " where F32, F16 or BF16 is needed");
  CALOTYPE_ASSERT(values.size() == elementCount(entry->shape));

  const auto damaged = [&] {
    return fail(Code::Corrupt, where() +
                                   "holds a value that is not a finite number; the file "
                                   "is damaged, download it again");
  };
  if (entry->dtype == DType::F32 && std::endian::native == std::endian::little) {
    if (auto read = readExactly(file_.get(), entry->offset, std::as_writable_bytes(values)); !read)
      return fail(read.error().code, name_ + ": " + read.error().message);
    return allFinite(values) ? Status() : damaged();
  }
  // Piece by piece, so that a tensor never needs its memory twice.
  const auto width = dtypeBytes(entry->dtype);
  std::vector<std::byte> piece(std::min<std::size_t>(kPieceBytes, std::size_t(entry->bytes)));
  auto offset = entry->offset;
  for (std::size_t done = 0; done < values.size();) {
    const auto count = std::min(values.size() - done, kPieceBytes / width);
    const auto part = std::span(piece).first(count * width);
    if (auto read = readExactly(file_.get(), offset, part); !read)
      return fail(read.error().code, name_ + ": " + read.error().message);
    for (std::size_t i = 0; i < count; ++i) {
      const float value = toFloat(entry->dtype, part.data() + i * width);
      if (!std::isfinite(value)) return damaged();
      values[done + i] = value;
    }
    done += count;
    offset += count * width;
  }
  return {};
}

Result<std::vector<std::int64_t>> SafeTensors::integers(std::string_view name) const {
  CALOTYPE_TRY(const auto tensor, bytes(name));
  if (tensor.dtype != DType::I64)
    return fail(Code::Unsupported, name_ + ": tensor \"" + displayText(name) + "\" holds " +
                                       dtypeName(tensor.dtype) + " where I64 is needed");
  std::vector<std::int64_t> values(elementCount(tensor.shape));
  if (!values.empty()) std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
  return values;
}

Result<TensorFiles> TensorFiles::open(std::span<const fs::path> paths) {
  TensorFiles all;
  for (const auto& path : paths) {
    CALOTYPE_TRY(auto file, SafeTensors::open(path));
    for (const auto& [name, entry] : file.entries())
      if (all.find(name) != nullptr)
        return fail(Code::Corrupt, file.name() + ": has the tensor \"" + displayText(name) +
                                       "\", which another file of the model has too");
    all.files_.push_back(std::move(file));
  }
  return all;
}

const SafeTensors* TensorFiles::fileOf(std::string_view name) const {
  for (const auto& file : files_)
    if (file.find(name) != nullptr) return &file;
  return nullptr;
}

const TensorEntry* TensorFiles::find(std::string_view name) const {
  const auto* const file = fileOf(name);
  return file == nullptr ? nullptr : file->find(name);
}

void SafeTensorsWriter::add(std::string name, Shape shape, std::span<const float> values) {
  const auto bytes = std::as_bytes(values);
  add(std::move(name), {DType::F32, std::move(shape), {bytes.begin(), bytes.end()}});
}

void SafeTensorsWriter::add(std::string name, Shape shape, std::span<const std::int64_t> values) {
  const auto bytes = std::as_bytes(values);
  add(std::move(name), {DType::I64, std::move(shape), {bytes.begin(), bytes.end()}});
}

void SafeTensorsWriter::add(std::string name, TensorBytes tensor) {
  CALOTYPE_ASSERT(tensor.bytes.size() == elementCount(tensor.shape) * dtypeBytes(tensor.dtype));
  tensors_.insert_or_assign(std::move(name), std::move(tensor));
}

void SafeTensorsWriter::setMetadata(std::string key, std::string value) {
  metadata_.insert_or_assign(std::move(key), std::move(value));
}

std::vector<std::byte> SafeTensorsWriter::bytes() const {
  std::vector<const std::pair<const std::string, TensorBytes>*> inOrder;
  for (const auto& tensor : tensors_) inOrder.push_back(&tensor);
  std::stable_sort(inOrder.begin(), inOrder.end(), [](const auto* a, const auto* b) {
    return dtypeBytes(a->second.dtype) > dtypeBytes(b->second.dtype);
  });

  auto header = nlohmann::ordered_json::object();
  if (!metadata_.empty()) header["__metadata__"] = metadata_;
  std::uint64_t offset = 0;
  for (const auto* tensor : inOrder) {
    const auto end = offset + tensor->second.bytes.size();
    header[tensor->first] = {{"dtype", dtypeName(tensor->second.dtype)},
                             {"shape", tensor->second.shape},
                             {"data_offsets", {offset, end}}};
    offset = end;
  }
  auto text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');

  std::vector<std::byte> all(8 + text.size() + offset);
  const std::uint64_t headerBytes = text.size();
  std::memcpy(all.data(), &headerBytes, sizeof headerBytes);
  std::memcpy(all.data() + 8, text.data(), text.size());
  auto* at = all.data() + 8 + text.size();
  for (const auto* tensor : inOrder)
    at = std::copy(tensor->second.bytes.begin(), tensor->second.bytes.end(), at);
  return all;
}

Status SafeTensorsWriter::write(const fs::path& path) const {
  return writeFileAtomically(path, bytes());
}

}  // namespace calotype::model
