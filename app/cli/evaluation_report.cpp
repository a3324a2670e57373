// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/evaluation_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "model/base/files.h"

namespace calotype::cli {
namespace {

constexpr int kBarWidth = 400, kRowHeight = 26;  // CSS pixels

constexpr char kHead[] = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{0}</title><style>
body {{ font: 15px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }}
table {{ border-collapse: collapse; }} td, th {{ padding: 2px 12px 2px 0; text-align: left; }}
td.number {{ text-align: right; font-variant-numeric: tabular-nums; }}
</style></head><body><h1>{0}</h1>
)";

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  return safe;
}

struct Bar {
  std::string name;
  model::Part part;
};

/// Bars from 0 to 100 %, a thin line for the interval.
std::string plot(std::span<const Bar> bars) {
  constexpr int kText = 280, kFigure = 150;
  std::string svg =
      fmt::format(R"(<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" role="img">)",
                  kText + kBarWidth + kFigure, int(bars.size()) * kRowHeight);
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const auto& [name, part] = bars[i];
    const int y = int(i) * kRowHeight;
    const auto x = [](double value) { return kText + kBarWidth * value; };
    svg += fmt::format(R"(<text x="0" y="{}">{}</text>)", y + 17, escaped(name));
    svg += fmt::format(R"(<rect x="{}" y="{}" width="{}" height="14" fill="#e6e6e6"/>)", kText,
                       y + 5, kBarWidth);
    svg += fmt::format(R"(<rect x="{}" y="{}" width="{:.1f}" height="14" fill="#4a7ba6"/>)", kText,
                       y + 5, kBarWidth * part.value);
    svg += fmt::format(R"(<path d="M{:.1f} {}H{:.1f}" stroke="#111" stroke-width="2"/>)",
                       x(part.low), y + 12, x(part.high));
    svg +=
        fmt::format(R"(<text x="{}" y="{}">{:.1f} % ({:.1f}–{:.1f})</text>)", kText + kBarWidth + 8,
                    y + 17, 100 * part.value, 100 * part.low, 100 * part.high);
  }
  return svg + "</svg>\n";
}

void addRecall(const std::string& what, const model::Recall& recall, std::vector<Bar>& bars) {
  bars.push_back({what + ", first", recall.at1});
  bars.push_back({what + ", among five", recall.at5});
  bars.push_back({what + ", among ten", recall.at10});
}

std::string captionsPart(const catalog::Evaluation& evaluation) {
  std::vector<Bar> bars;
  addRecall("photo by caption", *evaluation.photosByCaption, bars);
  addRecall("caption by photo", *evaluation.captionsByPhoto, bars);
  auto html = fmt::format("<h2>Finding</h2><p>{} captions of {} photos.</p>\n", evaluation.captions,
                          evaluation.captionedPhotos) +
              plot(bars);
  if (evaluation.slices.empty()) return html;
  bars.clear();
  for (const auto& slice : evaluation.slices)
    bars.push_back({slice.name, slice.photosByCaption.at10});
  return html +
         "<h2>Whom the captions name</h2><p>Photo by caption, among ten. Those who wrote the "
         "captions guessed.</p>\n" +
         plot(bars);
}

std::string classTable(std::vector<catalog::ZeroShot::Class> classes) {
  const auto share = [](const auto& one) { return double(one.top5) / double(one.photos); };
  std::stable_sort(classes.begin(), classes.end(),
                   [&](const auto& a, const auto& b) { return share(a) < share(b); });
  std::string html =
      "<h2>Every class, the worst first</h2>\n<table><tr><th>class</th><th>photos</th>"
      "<th>first</th><th>among five</th></tr>\n";
  for (const auto& one : classes)
    html += fmt::format(
        "<tr><td>{}</td><td class=\"number\">{}</td><td class=\"number\">{:.0f} %</td>"
        "<td class=\"number\">{:.0f} %</td></tr>\n",
        escaped(one.name), one.photos, 100 * double(one.top1) / double(one.photos),
        100 * share(one));
  return html + "</table>\n";
}

std::string namesPart(const catalog::ZeroShot& zeroShot) {
  std::vector<Bar> bars = {{"right at first", zeroShot.top1}, {"among five", zeroShot.top5}};
  for (const auto& [source, parts] : zeroShot.bySource)
    if (!source.empty()) bars.push_back({source + ", among five", parts.second});
  return fmt::format(
             "<h2>Naming</h2><p>{} photos, {} classes, {} sentences around each. Expected "
             "calibration error {:.3f}.</p>\n",
             zeroShot.photos, zeroShot.classes, zeroShot.prompts,
             zeroShot.expectedCalibrationError) +
         plot(bars) + classTable(zeroShot.byClass);
}

}  // namespace

Status writeEvaluationReport(const fs::path& file, const std::string& model,
                             const catalog::Evaluation& evaluation) {
  auto html = fmt::format(kHead, escaped(model));
  if (evaluation.photosByCaption) html += captionsPart(evaluation);
  if (evaluation.zeroShot) html += namesPart(*evaluation.zeroShot);
  html += "</body></html>\n";
  return writeFileAtomically(file, std::as_bytes(std::span(html)));
}

}  // namespace calotype::cli
