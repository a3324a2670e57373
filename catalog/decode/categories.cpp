// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/categories.h"

#include <libxml/parser.h>

#include <memory>
#include <string_view>

#include "catalog/decode/metadata_text.h"

namespace calotype::catalog {

namespace {

bool isNamed(const xmlNode* node, const char* name) {
  return node->type == XML_ELEMENT_NODE &&
         xmlStrEqual(node->name, reinterpret_cast<const xmlChar*>(name)) != 0;
}

bool isAssigned(xmlNode* category) {
  const std::unique_ptr<xmlChar, void (*)(void*)> value(
      xmlGetProp(category, reinterpret_cast<const xmlChar*>("Assigned")), xmlFree);
  return value && value.get()[0] == '1';
}

/// The category's own text, without that of the categories in it.
std::string nameOf(const xmlNode* category) {
  std::string name;
  for (const auto* child = category->children; child != nullptr; child = child->next)
    if (child->type == XML_TEXT_NODE && child->content != nullptr)
      name += reinterpret_cast<const char*>(child->content);
  return cleanText(name);
}

void collect(xmlNode* parent, TagLevels& above, std::vector<TagLevels>& tags) {
  for (auto* child = parent->children; child != nullptr; child = child->next) {
    if (!isNamed(child, "Category")) continue;
    above.push_back(nameOf(child));
    if (isAssigned(child)) tags.push_back(above);
    collect(child, above, tags);
    above.pop_back();
  }
}

std::string escaped(std::string_view text) {
  std::string xml;
  for (const char c : text)
    if (c == '&')
      xml += "&amp;";
    else if (c == '<')
      xml += "&lt;";
    else
      xml += c;
  return xml;
}

}  // namespace

std::vector<TagLevels> readCategories(const std::string& xml) {
  std::vector<TagLevels> tags;
  const std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document(
      xmlReadMemory(xml.data(), int(xml.size()), nullptr, "UTF-8",
                    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING),
      xmlFreeDoc);
  auto* const root = document ? xmlDocGetRootElement(document.get()) : nullptr;
  if (root == nullptr || document->intSubset != nullptr || !isNamed(root, "Categories"))
    return tags;
  TagLevels above;
  collect(root, above, tags);
  return tags;
}

std::string writeCategories(const std::vector<TagLevels>& tags) {
  std::string xml = "<Categories>";
  for (const auto& levels : tags) {
    for (std::size_t i = 0; i < levels.size(); ++i)
      xml += std::string("<Category Assigned=\"") + (i + 1 == levels.size() ? '1' : '0') + "\">" +
             escaped(levels[i]);
    for (std::size_t i = 0; i < levels.size(); ++i) xml += "</Category>";
  }
  return xml + "</Categories>";
}

}  // namespace calotype::catalog
