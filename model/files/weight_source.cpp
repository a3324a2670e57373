// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/files/weight_source.h"

#include <algorithm>

#include "model/base/assert.h"
#include "model/files/families.h"

namespace calotype::model {

namespace {

using Layout = TensorRule::Layout;

bool isThere(const TensorFiles& files, const TensorPlace& place) {
  return std::all_of(place.names.begin(), place.names.end(),
                     [&](const std::string& name) { return files.find(name) != nullptr; });
}

std::optional<TensorPlace> locate(const TensorFiles& files, const std::string& family,
                                  std::string_view name) {
  for (auto& place : placesOf(familyNamed(family), name))
    if (isThere(files, place)) return std::move(place);
  return std::nullopt;
}

/// The shape one part must have in the file so that all of them give `wanted`.
Shape partShape(const Shape& wanted, const TensorPlace& place) {
  auto shape = wanted;
  CALOTYPE_ASSERT(place.layout == Layout::AsIs || !shape.empty());
  CALOTYPE_ASSERT(place.layout != Layout::Transposed || shape.size() == 2);
  if (place.layout == Layout::Stacked) shape[0] /= std::int64_t(place.names.size());
  if (place.layout == Layout::Transposed) std::swap(shape[0], shape[1]);
  return shape;
}

Status compareShapes(const TensorFiles& files, const TensorPlace& place, const Shape& wanted) {
  const auto part = partShape(wanted, place);
  for (const auto& name : place.names) {
    const auto& file = *files.fileOf(name);
    const auto& found = file.find(name)->shape;
    const bool scalar = part.empty() && found == Shape{1};
    if (found != part && !scalar)
      return fail(Code::Corrupt, file.name() + ": tensor \"" + displayText(name) +
                                     "\" has the shape " + shapeText(found) +
                                     ", but the configuration asks for " + shapeText(part) +
                                     "; the two do not belong together");
  }
  return {};
}

}  // namespace

Result<WeightSource> WeightSource::open(const ModelSpec& spec) {
  WeightSource source;
  source.family_ = spec.family;
  source.shown_ = displayPath(spec.folder);
  if (spec.weights.empty())
    return fail(Code::ModelMissing,
                source.shown_ + ": has no weights; get the model's files again");
  CALOTYPE_TRY(source.files_, TensorFiles::open(spec.weights));
  return source;
}

bool WeightSource::has(std::string_view name) const {
  return locate(files_, family_, name).has_value();
}

std::optional<DType> WeightSource::storedAs(std::string_view name) const {
  const auto place = locate(files_, family_, name);
  if (!place) return std::nullopt;
  return files_.find(place->names.front())->dtype;
}

Status WeightSource::check(std::string_view name, const Shape& wanted) const {
  const auto place = locate(files_, family_, name);
  if (place) return compareShapes(files_, *place, wanted);
  return fail(Code::NotFound, shown_ + ": the weights lack the tensor \"" +
                                  placesOf(familyNamed(family_), name).front().names.front() +
                                  "\", which the configuration asks for; get the model's files "
                                  "again");
}

Result<FloatTensor> WeightSource::tensor(std::string_view name, const Shape& wanted) const {
  CALOTYPE_CHECK(check(name, wanted));
  FloatTensor tensor{wanted, std::vector<float>(elementCount(wanted))};
  CALOTYPE_CHECK(read(name, wanted, tensor.data));
  return tensor;
}

Status WeightSource::read(std::string_view name, const Shape& wanted,
                          std::span<float> values) const {
  CALOTYPE_CHECK(check(name, wanted));
  const auto place = locate(files_, family_, name);
  CALOTYPE_ASSERT(values.size() == elementCount(wanted));

  const auto partSize = values.size() / place->names.size();
  for (std::size_t i = 0; i < place->names.size(); ++i) {
    const auto& part = place->names[i];
    CALOTYPE_CHECK(files_.fileOf(part)->floats(part, values.subspan(i * partSize, partSize)));
  }
  if (place->layout == Layout::Transposed) {
    const std::vector<float> theirs(values.begin(), values.end());
    const auto rows = std::size_t(wanted[0]), columns = std::size_t(wanted[1]);
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t column = 0; column < columns; ++column)
        values[row * columns + column] = theirs[column * rows + row];
  }
  return {};
}

}  // namespace calotype::model
