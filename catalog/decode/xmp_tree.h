// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/decode/bytes.h"
#include "model/base/result.h"

struct _xmlDoc;   // NOLINT(bugprone-reserved-identifier): libxml2's names
struct _xmlNode;  // NOLINT(bugprone-reserved-identifier)

namespace calotype::catalog {

/// A property of XMP: its name space's address, the prefix that is usual for it, its name.
struct XmpName {
  const char* space;
  const char* prefix;
  const char* name;
};

/// XMP (ISO 16684-1) as the tree of RDF/XML that it is, so that single properties can be changed
/// and all the others, whoever wrote them and whether or not anybody here knows them, stay as they
/// are. Parsing is libxml2's; nothing outside the bytes is looked at, and a document type is
/// refused.
class XmpTree {
 public:
  /// Corrupt: not well-formed, or no RDF in it. No bytes: a tree without properties.
  static Result<XmpTree> parse(Bytes bytes);

  bool has(const XmpName& property) const;
  /// The items of an array; a simple value is one item.
  std::vector<std::string> items(const XmpName& property) const;

  enum class Array { Bag, Seq };
  void setText(const XmpName& property, std::string_view text);
  /// Without items the property goes.
  void setArray(const XmpName& property, Array kind, const std::vector<std::string>& items);
  /// The text for x-default; those in other languages stay. An empty text takes it away.
  void setDefaultText(const XmpName& property, std::string_view text);

  /// As a file of its own, with an XML declaration; or as a packet inside another file.
  enum class As { File, Packet };
  std::string written(As form) const;

 private:
  struct Free {
    void operator()(_xmlDoc* document) const;
  };
  explicit XmpTree(_xmlDoc* document) : document_(document) {}
  std::vector<_xmlNode*> descriptions() const;
  _xmlNode* element(const XmpName& property) const;  // the first; null: none
  _xmlNode* addElement(const XmpName& property);
  void remove(const XmpName& property);

  std::unique_ptr<_xmlDoc, Free> document_;
  _xmlNode* rdf_ = nullptr;
  bool fresh_ = false;
};

}  // namespace calotype::catalog
