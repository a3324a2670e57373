// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/training/painted_concepts.h"

#include <array>
#include <cmath>

namespace calotype::test {

namespace {

constexpr int kSide = 64;

struct Colour {
  const char* name;
  std::array<std::uint8_t, 3> rgb;
};
constexpr std::array<Colour, 8> kColours = {{{"red", {220, 40, 40}},
                                             {"green", {40, 170, 60}},
                                             {"blue", {50, 80, 220}},
                                             {"yellow", {235, 215, 50}},
                                             {"violet", {150, 60, 190}},
                                             {"orange", {240, 140, 30}},
                                             {"white", {250, 250, 250}},
                                             {"black", {15, 15, 15}}}};
constexpr std::array<Colour, 5> kGrounds = {{{"grey", {128, 128, 128}},
                                             {"pink", {245, 180, 200}},
                                             {"brown", {120, 80, 50}},
                                             {"turquoise", {60, 200, 200}},
                                             {"beige", {225, 205, 165}}}};

/// Is (x, y) inside? Measured from the shape's middle, its half side being 1.
bool inDisc(double x, double y) {
  return x * x + y * y < 1;
}
bool inSquare(double x, double y) {
  return std::abs(x) < 0.85 && std::abs(y) < 0.85;
}
bool inTriangle(double x, double y) {
  return y < 0.8 && y > -0.9 && std::abs(x) < (y + 0.9) / 1.7;
}
bool inCross(double x, double y) {
  return (std::abs(x) < 0.3 && std::abs(y) < 1) || (std::abs(y) < 0.3 && std::abs(x) < 1);
}
bool inRing(double x, double y) {
  return inDisc(x, y) && x * x + y * y > 0.35;
}

struct Shape {
  const char* name;
  bool (*inside)(double, double);
};
constexpr std::array<Shape, 5> kShapes = {{{"disc", inDisc},
                                           {"square", inSquare},
                                           {"triangle", inTriangle},
                                           {"cross", inCross},
                                           {"ring", inRing}}};

}  // namespace

std::vector<PaintedConcept> paintedConcepts() {
  std::vector<PaintedConcept> all;
  for (std::size_t shape = 0; shape < kShapes.size(); ++shape)
    for (std::size_t colour = 0; colour < kColours.size(); ++colour)
      for (std::size_t ground = 0; ground < kGrounds.size(); ++ground)
        all.push_back({std::string("a ") + kColours[colour].name + " " + kShapes[shape].name +
                           " on a " + kGrounds[ground].name + " ground",
                       shape, colour, ground});
  return all;
}

Rgb8 paint(const PaintedConcept& one, Random& random) {
  Rgb8 picture(kSide, kSide);
  const double half = random.uniform(14, 22);
  const double left = random.uniform(half, kSide - half), top = random.uniform(half, kSide - half);
  for (int y = 0; y < kSide; ++y)
    for (int x = 0; x < kSide; ++x) {
      const bool inside = kShapes[one.shape].inside((x - left) / half, (y - top) / half);
      const auto& rgb = inside ? kColours[one.colour].rgb : kGrounds[one.ground].rgb;
      std::copy(rgb.begin(), rgb.end(), picture.row(y) + 3 * x);
    }
  return picture;
}

}  // namespace calotype::test
