// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/colour.h"

#include <lcms2.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <vector>

namespace calotype::catalog {

namespace {

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct DeleteTransform {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
using Profile = std::unique_ptr<void, CloseProfile>;
using Transform = std::unique_ptr<void, DeleteTransform>;

cmsUInt32Number sampleFormat(Raster::Kind kind) {
  switch (kind) {
    case Raster::Kind::Grey:
      return TYPE_GRAY_8;
    case Raster::Kind::Cmyk:
      return TYPE_CMYK_8;
    case Raster::Kind::Rgb:
      break;
  }
  return TYPE_RGB_8;
}

cmsColorSpaceSignature colourSpace(Raster::Kind kind) {
  switch (kind) {
    case Raster::Kind::Grey:
      return cmsSigGrayData;
    case Raster::Kind::Cmyk:
      return cmsSigCmykData;
    case Raster::Kind::Rgb:
      break;
  }
  return cmsSigRgbData;
}

/// True when the transform moves no colour of a grid by more than rounding does.
bool changesNothing(cmsHTRANSFORM transform, Raster::Kind kind) {
  constexpr int kSteps = 6;
  std::vector<std::uint8_t> colours, plain;
  for (int r = 0; r < kSteps; ++r)
    for (int g = 0; g < kSteps; ++g)
      for (int b = 0; b < kSteps; ++b) {
        const auto level = [](int step) { return std::uint8_t(step * 255 / (kSteps - 1)); };
        if (kind == Raster::Kind::Grey && (g > 0 || b > 0)) continue;
        if (kind == Raster::Kind::Grey)
          colours.push_back(level(r));
        else
          colours.insert(colours.end(), {level(r), level(g), level(b)});
        const bool grey = kind == Raster::Kind::Grey;
        plain.insert(plain.end(), {level(r), level(grey ? r : g), level(grey ? r : b)});
      }
  std::vector<std::uint8_t> out(plain.size());
  cmsDoTransform(transform, colours.data(), out.data(), cmsUInt32Number(plain.size() / 3));
  return std::equal(out.begin(), out.end(), plain.begin(),
                    [](int a, int b) { return std::abs(a - b) <= 1; });
}

/// Null when the profile is of no use for these pixels, or does nothing to them.
Transform transformFor(const Raster& raster) {
  if (raster.profile.empty() || raster.profile.size() > kMaxProfileBytes) return {};
  const Profile from(
      cmsOpenProfileFromMem(raster.profile.data(), cmsUInt32Number(raster.profile.size())));
  if (!from || cmsGetColorSpace(from.get()) != colourSpace(raster.kind)) return {};
  const Profile to(cmsCreate_sRGBProfile());
  if (!to) return {};
  Transform transform(cmsCreateTransform(from.get(), sampleFormat(raster.kind), to.get(),
                                         TYPE_RGB_8, INTENT_PERCEPTUAL, 0));
  if (transform && raster.kind != Raster::Kind::Cmyk &&
      changesNothing(transform.get(), raster.kind))
    return {};
  return transform;
}

void mixPlainly(const Raster& raster, Rgb8& out) {
  const std::size_t count = std::size_t(raster.width) * std::size_t(raster.height);
  const auto* in = raster.samples.data();
  for (std::size_t i = 0; i < count; ++i) {
    auto* pixel = out.pixels.data() + 3 * i;
    if (raster.kind == Raster::Kind::Grey) {
      std::fill_n(pixel, 3, in[i]);
      continue;
    }
    const int paper = 255 - in[4 * i + 3];
    for (std::size_t c = 0; c < 3; ++c)
      pixel[c] = std::uint8_t(((255 - in[4 * i + c]) * paper + 127) / 255);
  }
}

}  // namespace

Rgb8 toSrgb(Raster raster) {
  const auto transform = transformFor(raster);
  Rgb8 out;
  if (raster.kind == Raster::Kind::Rgb) {
    out.width = raster.width;
    out.height = raster.height;
    out.pixels = std::move(raster.samples);
    if (transform)
      for (int y = 0; y < out.height; ++y)
        cmsDoTransform(transform.get(), out.row(y), out.row(y), cmsUInt32Number(out.width));
    return out;
  }
  out = Rgb8(raster.width, raster.height);
  if (!transform)
    mixPlainly(raster, out);
  else
    for (int y = 0; y < out.height; ++y)
      cmsDoTransform(transform.get(), raster.row(y), out.row(y), cmsUInt32Number(out.width));
  return out;
}

}  // namespace calotype::catalog
