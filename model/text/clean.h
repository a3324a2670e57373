// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace calotype::model {

/// Replaces HTML's character references ("&eacute;", "&#233;", "&#xE9") by what they stand for, as
/// Python's html.unescape does: the semicolon may lack where the standard allows it, the longest
/// known name wins, numbers that are no characters vanish or become U+FFFD, and 128 to 159 mean
/// what they meant in Windows-1252. Bytes that are not UTF-8 become U+FFFD.
std::string unescapeHtml(std::string_view utf8);

/// CLIP's preparation of a text: references unescaped twice (captions out of web pages were often
/// escaped twice), runs of white space made one blank, none at the ends, lower case by Unicode's
/// full rules ("İ" becomes two characters, a final "Σ" becomes "ς"). No repair of mojibake.
std::string cleanText(std::string_view utf8);

/// SigLIP's preparation of a text: lower case by the same rules; `punctuation` false: without
/// ASCII's punctuation, and with white space as cleanText leaves it.
std::string lowerText(std::string_view utf8, bool punctuation);

/// Splits a clean text into the pieces that byte pairs are merged within: the start and end tokens
/// written out, English contractions ('s 't 're 've 'm 'll 'd), runs of letters, single digits,
/// runs of anything else but white space. The pieces point into `clean`.
std::vector<std::string_view> splitText(std::string_view clean);

}  // namespace calotype::model
