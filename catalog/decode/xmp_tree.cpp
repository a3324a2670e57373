// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/decode/xmp_tree.h"

#include <libxml/parser.h>
#include <libxml/xmlsave.h>

#include <cstring>
#include <new>

namespace calotype::catalog {

namespace {

constexpr const char* kRdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
/// Around a packet within a file (ISO 16684-1, 7.3.2), by which it is found in whatever lies around
/// it.
constexpr const char* kPacketBegin =
    "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n";
constexpr const char* kPacketEnd = "<?xpacket end=\"w\"?>\n";
constexpr const char* kEmpty =
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
    " <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    "  <rdf:Description rdf:about=\"\"/>\n"
    " </rdf:RDF>\n"
    "</x:xmpmeta>\n";
constexpr std::size_t kMaxBytes = std::size_t(16) << 20;  // R38
// Elements hang below one another no deeper than 256 and no entity grows: libxml2's own limits.
constexpr int kParsing = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;

const xmlChar* xml(const char* text) {
  return reinterpret_cast<const xmlChar*>(text);
}

bool is(const xmlNode* node, const char* space, const char* name) {
  return node->type == XML_ELEMENT_NODE && node->ns != nullptr && node->ns->href != nullptr &&
         xmlStrEqual(node->ns->href, xml(space)) != 0 && xmlStrEqual(node->name, xml(name)) != 0;
}

/// The first RDF element, in the order of the document.
xmlNode* findRdf(xmlNode* node) {
  for (; node != nullptr; node = node->next) {
    if (is(node, kRdf, "RDF")) return node;
    if (auto* const below = findRdf(node->children)) return below;
  }
  return nullptr;
}

std::string contentOf(const xmlNode* node) {
  const std::unique_ptr<xmlChar, void (*)(void*)> text(xmlNodeGetContent(node), xmlFree);
  return text ? reinterpret_cast<const char*>(text.get()) : "";
}

xmlNode* childOf(xmlNode* node, const char* name) {
  for (auto* child = node->children; child != nullptr; child = child->next)
    if (is(child, kRdf, name)) return child;
  return nullptr;
}

/// The name space as it is known at the node; declared there when it is not.
xmlNs* spaceAt(xmlNode* node, const char* space, const char* prefix) {
  if (auto* const known = xmlSearchNsByHref(node->doc, node, xml(space))) return known;
  if (auto* const made = xmlNewNs(node, xml(space), xml(prefix))) return made;
  // The prefix means something else there.
  for (int i = 1;; ++i) {
    const auto other = "ns" + std::to_string(i);
    if (auto* const made = xmlNewNs(node, xml(space), xml(other.c_str()))) return made;
  }
}

xmlNode* addRdf(xmlNode* parent, const char* name) {
  return xmlNewChild(parent, spaceAt(parent, kRdf, "rdf"), xml(name), nullptr);
}

/// XML knows no control characters but these three.
std::string allowed(std::string_view text) {
  std::string kept;
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n' || c == '\r') kept += c;
  return kept;
}

void setContent(xmlNode* node, std::string_view text) {
  xmlNodeSetContent(node, nullptr);
  xmlNodeAddContent(node, xml(allowed(text).c_str()));
}

bool isDefault(xmlNode* item) {
  const std::unique_ptr<xmlChar, void (*)(void*)> language(xmlNodeGetLang(item), xmlFree);
  return language && xmlStrcasecmp(language.get(), xml("x-default")) == 0;
}

void removeNode(xmlNode* node) {
  auto* const after = node->next;
  if (after != nullptr && after->type == XML_TEXT_NODE && xmlIsBlankNode(after) != 0) {
    xmlUnlinkNode(after);
    xmlFreeNode(after);
  }
  xmlUnlinkNode(node);
  xmlFreeNode(node);
}

}  // namespace

void XmpTree::Free::operator()(_xmlDoc* document) const {
  xmlFreeDoc(document);
}

Result<XmpTree> XmpTree::parse(Bytes bytes) {
  if (bytes.size() > kMaxBytes)
    return fail(Code::TooLarge, "The sidecar is larger than 16 MiB, the most that is read.");
  const bool fresh = bytes.empty();
  const char* const text = fresh ? kEmpty : reinterpret_cast<const char*>(bytes.data());
  const auto size = int(fresh ? std::strlen(kEmpty) : bytes.size());
  XmpTree tree(
      xmlReadMemory(text, size, nullptr, nullptr, kParsing | (fresh ? XML_PARSE_NOBLANKS : 0)));
  tree.fresh_ = fresh;
  if (!tree.document_) return fail(Code::Corrupt, "The sidecar is not well-formed XML.");
  if (tree.document_->intSubset != nullptr || tree.document_->extSubset != nullptr)
    return fail(Code::Corrupt, "The sidecar declares a document type, which XMP never does.");
  tree.rdf_ = findRdf(tree.document_->children);
  if (tree.rdf_ == nullptr) return fail(Code::Corrupt, "The sidecar holds no XMP.");
  return tree;
}

std::vector<_xmlNode*> XmpTree::descriptions() const {
  std::vector<_xmlNode*> found;
  for (auto* child = rdf_->children; child != nullptr; child = child->next)
    if (is(child, kRdf, "Description")) found.push_back(child);
  return found;
}

_xmlNode* XmpTree::element(const XmpName& property) const {
  for (auto* const description : descriptions())
    for (auto* child = description->children; child != nullptr; child = child->next)
      if (is(child, property.space, property.name)) return child;
  return nullptr;
}

bool XmpTree::has(const XmpName& property) const {
  if (element(property) != nullptr) return true;
  for (auto* const description : descriptions())
    if (xmlHasNsProp(description, xml(property.name), xml(property.space)) != nullptr) return true;
  return false;
}

std::vector<std::string> XmpTree::items(const XmpName& property) const {
  std::vector<std::string> found;
  auto* const node = element(property);
  if (node == nullptr) {
    for (auto* const description : descriptions())
      if (auto* const attribute =
              xmlHasNsProp(description, xml(property.name), xml(property.space)))
        found.push_back(contentOf(reinterpret_cast<xmlNode*>(attribute)));
    return found;
  }
  for (const char* const kind : {"Bag", "Seq", "Alt"}) {
    auto* const array = childOf(node, kind);
    if (array == nullptr) continue;
    for (auto* item = array->children; item != nullptr; item = item->next)
      if (is(item, kRdf, "li")) found.push_back(contentOf(item));
    return found;
  }
  found.push_back(contentOf(node));
  return found;
}

void XmpTree::remove(const XmpName& property) {
  for (auto* const description : descriptions()) {
    if (auto* const attribute = xmlHasNsProp(description, xml(property.name), xml(property.space)))
      xmlRemoveProp(attribute);
    for (auto* child = description->children; child != nullptr;) {
      auto* const next = child->next;
      if (is(child, property.space, property.name)) {
        // removeNode takes the blank behind it along, which may be `next`.
        auto* const after =
            next != nullptr && next->type == XML_TEXT_NODE && xmlIsBlankNode(next) != 0 ? next->next
                                                                                        : next;
        removeNode(child);
        child = after;
      } else {
        child = next;
      }
    }
  }
}

_xmlNode* XmpTree::addElement(const XmpName& property) {
  const auto known = descriptions();
  _xmlNode* parent = known.empty() ? nullptr : known.front();
  if (parent == nullptr) {
    parent = addRdf(rdf_, "Description");
    xmlNewNsProp(parent, spaceAt(parent, kRdf, "rdf"), xml("about"), xml(""));
  }
  return xmlNewChild(parent, spaceAt(parent, property.space, property.prefix), xml(property.name),
                     nullptr);
}

void XmpTree::setText(const XmpName& property, std::string_view text) {
  remove(property);
  setContent(addElement(property), text);
}

void XmpTree::setArray(const XmpName& property, Array kind, const std::vector<std::string>& items) {
  remove(property);
  if (items.empty()) return;
  auto* const array = addRdf(addElement(property), kind == Array::Bag ? "Bag" : "Seq");
  for (const auto& item : items) setContent(addRdf(array, "li"), item);
}

void XmpTree::setDefaultText(const XmpName& property, std::string_view text) {
  auto* const node = element(property);
  auto* alternatives = node == nullptr ? nullptr : childOf(node, "Alt");
  if (alternatives == nullptr) {
    remove(property);
    if (text.empty()) return;
    alternatives = addRdf(addElement(property), "Alt");
  }
  for (auto* item = alternatives->children; item != nullptr; item = item->next) {
    if (!is(item, kRdf, "li") || !isDefault(item)) continue;
    if (!text.empty()) return setContent(item, text);
    removeNode(item);
    break;
  }
  if (text.empty()) {
    if (childOf(alternatives, "li") == nullptr) remove(property);
    return;
  }
  auto* const item = addRdf(alternatives, "li");
  xmlNodeSetLang(item, xml("x-default"));
  setContent(item, text);
  // XMP wants the default first (ISO 16684-1, 8.2.2.4).
  if (auto* const first = childOf(alternatives, "li"); first != item)
    xmlAddPrevSibling(first, item);
}

std::string XmpTree::written(As form) const {
  const std::unique_ptr<xmlBuffer, void (*)(xmlBuffer*)> buffer(xmlBufferCreate(), xmlBufferFree);
  if (!buffer) throw std::bad_alloc();
  // Somebody else's blanks stay as they are; a packet is for programs.
  const int options = form == As::Packet ? XML_SAVE_NO_DECL : fresh_ ? XML_SAVE_FORMAT : 0;
  auto* const context = xmlSaveToBuffer(buffer.get(), "UTF-8", options);
  if (context == nullptr) throw std::bad_alloc();
  xmlSaveDoc(context, document_.get());
  xmlSaveClose(context);
  std::string text(reinterpret_cast<const char*>(xmlBufferContent(buffer.get())),
                   std::size_t(xmlBufferLength(buffer.get())));
  if (form == As::Packet && text.find("<?xpacket ") == std::string::npos)
    text = kPacketBegin + text + kPacketEnd;
  return text;
}

}  // namespace calotype::catalog
