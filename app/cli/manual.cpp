// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/manual.h"

#include <fmt/format.h>

#include <vector>

namespace calotype::cli {

namespace {

using Parsers = std::vector<const CLI::App*>;

Parsers partsOf(const CLI::App& parser) {
  return parser.get_subcommands([](const CLI::App*) { return true; });
}

std::string escaped(std::string_view text) {
  std::string troff;
  for (const char c : text) {
    if (c == '\\')
      troff += "\\e";
    else if (c == '-')
      troff += "\\-";
    else
      troff += c;
  }
  if (!troff.empty() && (troff.front() == '.' || troff.front() == '\'')) troff.insert(0, "\\&");
  return troff;
}

bool isHelp(const CLI::Option& option) {
  return option.check_lname("help");
}

/// "--model TEXT", "FOLDER"
std::string synopsisOf(const CLI::Option& option) {
  if (option.get_positional()) return option.get_name(true);
  auto text = option.get_name(false, true);
  for (auto at = text.find(','); at != std::string::npos; at = text.find(',', at + 2))
    text.insert(at + 1, " ");
  const bool takesValue = option.get_expected_min() > 0;
  return takesValue ? text + " " + option.get_type_name() : text;
}

/// Those that every command takes stand at the top only.
void writeOptions(const CLI::App& parser, const CLI::App* top, std::string& page) {
  for (const auto* const option : parser.get_options()) {
    if (isHelp(*option) || option->get_description().empty()) continue;
    const auto names = option->get_lnames();
    if (top != nullptr && !names.empty() &&
        top->get_option_no_throw("--" + names.front()) != nullptr)
      continue;
    page += fmt::format(".TP\n\\fB{}\\fR\n{}\n", escaped(synopsisOf(*option)),
                        escaped(option->get_description()));
  }
}

void writeCommand(const CLI::App& command, const CLI::App& top, const std::string& above,
                  std::string& page) {
  const auto name = above + command.get_name();
  page += fmt::format(".SS {}\n{}.\n", escaped(name), escaped(command.get_description()));
  writeOptions(command, &top, page);
  for (const auto* const part : partsOf(command)) writeCommand(*part, top, name + " ", page);
}

std::string wordsOf(const CLI::App& parser) {
  std::string words;
  const auto add = [&](const std::string& word) { words += (words.empty() ? "" : " ") + word; };
  for (const auto* const part : partsOf(parser)) add(part->get_name());
  for (const auto* const option : parser.get_options())
    for (const auto& name : option->get_lnames()) add("--" + name);
  return words;
}

}  // namespace

std::string manualPage(const CLI::App& parser) {
  auto page = fmt::format(
      ".TH CALOTYPE-CLI 1 \"\" \"Calotype {}\" \"User Commands\"\n"
      ".SH NAME\ncalotype\\-cli \\- find, tag and keep photos by words and pictures\n"
      ".SH SYNOPSIS\n\\fBcalotype\\-cli\\fR [\\fIOPTIONS\\fR] \\fICOMMAND\\fR ...\n"
      ".SH DESCRIPTION\n{}\n.SH OPTIONS\n",
      escaped(CALOTYPE_VERSION), escaped(parser.get_description()));
  writeOptions(parser, nullptr, page);
  page += ".SH COMMANDS\n";
  for (const auto* const command : partsOf(parser)) writeCommand(*command, parser, "", page);
  page +=
      ".SH EXIT STATUS\n"
      "0 done, 1 some items failed, 2 a mistake of use, 3 nothing found, 4 the catalog is busy or "
      "damaged, 5 no model, 130 stopped.\n"
      ".SH ENVIRONMENT\n"
      "\\fBXDG_DATA_HOME\\fR, \\fBXDG_CACHE_HOME\\fR, \\fBXDG_STATE_HOME\\fR: where the catalog, "
      "caches and the log lie.\n"
      "\\fBhttps_proxy\\fR, \\fBno_proxy\\fR, \\fBSSL_CERT_FILE\\fR: for \\fBmodel install\\fR "
      "only.\n"
      ".SH SEE ALSO\n\\fBcalotype\\fR(1)\n";
  return page;
}

std::string bashCompletion(const CLI::App& parser) {
  std::string cases;
  const auto add = [&](const std::string& path, const CLI::App& command) {
    cases += fmt::format("    '{}') words='{}' ;;\n", path, wordsOf(command));
  };
  for (const auto* const command : partsOf(parser)) {
    add(command->get_name(), *command);
    for (const auto* const part : partsOf(*command))
      add(command->get_name() + " " + part->get_name(), *part);
  }
  return fmt::format(
      "# Completion for calotype-cli, made by calotype-cli itself.\n"
      "_calotype_cli() {{\n"
      "  local current=${{COMP_WORDS[COMP_CWORD]}} path='' words='{}' word\n"
      "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
      "    case $word in -*) ;; *) [ ${{#path}} -gt 40 ] || path=\"${{path:+$path }}$word\" ;; "
      "esac\n"
      "  done\n"
      "  while [ -n \"$path\" ]; do\n"
      "    case $path in\n{}"
      "    *) case $path in *' '*) path=${{path% *}}; continue ;; esac ;;\n"
      "    esac\n"
      "    break\n"
      "  done\n"
      "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
      "  case $current in -*) ;; *) mapfile -t -O ${{#COMPREPLY[@]}} COMPREPLY "
      "< <(compgen -f -- \"$current\") ;; esac\n"
      "}}\n"
      "complete -o filenames -F _calotype_cli calotype-cli\n",
      wordsOf(parser), cases);
}

}  // namespace calotype::cli
