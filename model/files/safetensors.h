// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/files.h"
#include "model/base/result.h"

namespace calotype::model {

/// Kinds of numbers this program reads; all little-endian in the file.
enum class DType { F32, F16, BF16, I64, U8 };
const char* dtypeName(DType dtype);
std::size_t dtypeBytes(DType dtype);

/// Sizes of the dimensions, outermost first; empty for a single number.
using Shape = std::vector<std::int64_t>;
/// "[768, 3, 32, 32]"
std::string shapeText(const Shape& shape);
/// The product; the caller knows that it does not overflow (every shape out of a file is checked).
std::size_t elementCount(const Shape& shape);

struct FloatTensor {
  Shape shape;
  std::vector<float> data;  // row-major
};

/// Where a tensor lies in its file.
struct TensorEntry {
  DType dtype = DType::F32;
  Shape shape;
  std::uint64_t offset = 0;  // bytes from the start of the file
  std::uint64_t bytes = 0;
};

/// One tensor with its bytes, as they stand in the file.
struct TensorBytes {
  DType dtype = DType::F32;
  Shape shape;
  std::vector<std::byte> bytes;
};

/// A safetensors file (https://github.com/huggingface/safetensors, "Format"): 8 bytes with the
/// length of a JSON header, the header, the numbers. The header is read and checked when the file
/// is opened; numbers are read when asked for. Never mapped: a file that shrinks under us must not
/// kill the program.
///
/// Stricter than the format's own reader: at most 8 GiB, a header of 16 MiB, 20,000 tensors, names
/// of 512 bytes and 8 dimensions; no key twice; the tensors fill the rest of the file without holes
/// or overlaps. Any thread may read.
class SafeTensors {
 public:
  /// Anything else (a pickle, a TorchScript archive, …) is recognised by its content and refused
  /// with a sentence that says what it is.
  static Result<SafeTensors> open(const fs::path& path);
  /// The same for a file that is open already; `name` stands in messages.
  static Result<SafeTensors> open(Descriptor file, std::string name);

  /// nullptr when there is none of this name.
  const TensorEntry* find(std::string_view name) const;
  const std::map<std::string, TensorEntry, std::less<>>& entries() const { return entries_; }
  const std::map<std::string, std::string>& metadata() const { return metadata_; }
  const std::string& name() const { return name_; }

  /// NotFound when there is none of this name.
  Result<TensorBytes> bytes(std::string_view name) const;

  /// F32, F16 and BF16 as float32. A value that is not finite is Corrupt, other kinds of number are
  /// Unsupported.
  Result<FloatTensor> floats(std::string_view name) const;
  /// The same into memory of the caller's: exactly as many values as the tensor has.
  Status floats(std::string_view name, std::span<float> values) const;
  /// I64 values.
  Result<std::vector<std::int64_t>> integers(std::string_view name) const;

 private:
  SafeTensors() = default;
  Status readHeader(std::uint64_t fileBytes);

  Descriptor file_;
  std::string name_;
  std::map<std::string, TensorEntry, std::less<>> entries_;
  std::map<std::string, std::string> metadata_;
};

/// Several files that hold one model's tensors between them.
class TensorFiles {
 public:
  /// A name that stands in two of the files is Corrupt.
  static Result<TensorFiles> open(std::span<const fs::path> paths);

  /// nullptr when no file has it.
  const SafeTensors* fileOf(std::string_view name) const;
  const TensorEntry* find(std::string_view name) const;
  const std::vector<SafeTensors>& files() const { return files_; }

 private:
  std::vector<SafeTensors> files_;
};

/// Collects tensors and writes them as one safetensors file, widest kind of number first and then
/// by name, as other writers do, so that every tensor is aligned to its own numbers.
class SafeTensorsWriter {
 public:
  void add(std::string name, Shape shape, std::span<const float> values);
  void add(std::string name, Shape shape, std::span<const std::int64_t> values);
  void add(std::string name, TensorBytes tensor);
  void setMetadata(std::string key, std::string value);

  /// The whole file's bytes.
  std::vector<std::byte> bytes() const;
  /// Written beside and renamed: the old file or the new one, whole.
  Status write(const fs::path& path) const;

 private:
  std::map<std::string, TensorBytes> tensors_;
  std::map<std::string, std::string> metadata_;
};

}  // namespace calotype::model
