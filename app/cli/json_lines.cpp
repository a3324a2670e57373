// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_lines.h"

#include <nlohmann/json.hpp>

namespace calotype::cli {

Status eachJsonText(std::istream& lines, const std::string& source,
                    const std::function<void(const std::string&)>& use) {
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto value = nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!value.is_string())
      return fail(Code::InvalidArgument,
                  source + ", line " + std::to_string(number) +
                      ": is not a JSON string. Write each text in double quotes, one a line.");
    use(value.get_ref<const std::string&>());
  }
  return {};
}

}  // namespace calotype::cli
