// Reading files into trees: size, encoding and emptiness are checked here, then the text goes to the parser of its
// form.
#include "sim/config/document.h"

#include <fmt/format.h>

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "sim/config/diagnostics.h"
#include "sim/config/tree_builder.h"
#include "sim/config/wording.h"

namespace windtunnel {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr Position file_start{1, 1};

bool is_number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

/// Length of the UTF-8 character that begins at `at`, or 0 if none does (RFC 3629: no surrogates, shortest form).
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u; };
  const auto continues = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i <= to; ++i)
      if ((byte(i) & 0xc0) != 0x80) return false;
    return true;
  };
  const unsigned lead = byte(0), second = byte(1);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return continues(1, 1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f)) return 0;
    return continues(1, 2) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    if ((lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f)) return 0;
    return continues(1, 3) ? 4 : 0;
  }
  return 0;
}

/// Reports the first byte that no text file holds; says whether there was none.
bool check_encoding(const std::string& file, std::string_view text, Diagnostics& diagnostics) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::size_t length = utf8_length(text, at);
    const bool control = (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f;
    if (length > 0 && !control) {
      at += length;
      continue;
    }
    const Position position = detail::position_at(text, at);
    if (byte == 0) diagnostics.error(file, position, "expected text, found a NUL byte; is this a binary file?");
    else if (control)
      diagnostics.error(
          file, position,
          fmt::format("expected text, found the control character U+{:04X}; is this a binary file?", byte));
    else
      diagnostics.error(
          file, position,
          fmt::format("expected UTF-8 text, found the byte 0x{:02X}; is this a binary file, or in another encoding?",
                      byte));
    return false;
  }
  return true;
}

void report_size(const std::string& file, const DocumentLimits& limits, Diagnostics& diagnostics) {
  diagnostics.error(file, file_start,
                    fmt::format("the file is larger than {} bytes, the most that is read", limits.bytes));
}

/// Reads at most limit + 1 bytes, so that devices and pipes without end are no trouble either.
std::optional<std::string> read_up_to(const std::string& file, std::size_t limit, Diagnostics& diagnostics) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(
      std::fopen(file.c_str(), "rb"), [](std::FILE* f) { return f == nullptr ? 0 : std::fclose(f); });
  if (stream == nullptr) {
    diagnostics.error(file, {}, fmt::format("cannot be opened: {}", std::strerror(errno)));
    return std::nullopt;
  }
  std::string text;
  char buffer[1 << 16];
  while (text.size() <= limit) {
    const std::size_t count = std::fread(buffer, 1, sizeof buffer, stream.get());
    text.append(buffer, count);
    if (count < sizeof buffer) break;
  }
  if (std::ferror(stream.get()) != 0) {
    diagnostics.error(file, {}, fmt::format("cannot be read: {}", std::strerror(errno)));
    return std::nullopt;
  }
  return text;
}

bool looks_like_json(const std::string& file, std::string_view text) {
  if (file.ends_with(".json")) return true;
  if (file.ends_with(".yaml") || file.ends_with(".yml")) return false;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

}  // namespace

Position detail::position_at(std::string_view text, std::size_t byte) {
  Position position = file_start;
  for (const char c : text.substr(0, byte)) {
    if (c == '\n') position = {position.line + 1, 1};
    else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) ++position.column;
  }
  return position;
}

const Node* Node::find(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

std::string Node::describe() const {
  switch (kind) {
    case Kind::null: return "nothing";
    case Kind::list: return items.empty() ? "an empty list" : fmt::format("a list of {}", items.size());
    case Kind::map: {
      if (entries.empty()) return "an empty map";
      std::vector<std::string> keys;
      for (std::size_t i = 0; i < entries.size() && i < 5; ++i) {
        const std::string shown = windtunnel::in_quotes(entries[i].key);
        keys.push_back(shown.substr(1, shown.size() - 2));
      }
      if (entries.size() > keys.size()) keys.emplace_back("…");
      return fmt::format("a map with the key{} {}", entries.size() == 1 ? "" : "s", listed(keys));
    }
    case Kind::scalar: break;
  }
  const bool number = !quoted && text.size() < 40 && is_number(text);
  return number ? "the number " + text : "the text " + windtunnel::in_quotes(text);
}

std::optional<Document> load_document(const std::string& file, Diagnostics& diagnostics, const DocumentLimits& limits) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    diagnostics.error(file, {}, "expected a file, found a folder");
    return std::nullopt;
  }
  if (std::filesystem::is_regular_file(file, error) && std::filesystem::file_size(file, error) > limits.bytes &&
      !error) {
    report_size(file, limits, diagnostics);
    return std::nullopt;
  }
  std::optional<std::string> text = read_up_to(file, limits.bytes, diagnostics);
  if (!text) return std::nullopt;
  return parse_document(file, std::move(*text), diagnostics, limits);
}

std::optional<Document> parse_document(std::string file, std::string text, Diagnostics& diagnostics,
                                       const DocumentLimits& limits) {
  if (text.size() > limits.bytes) {
    report_size(file, limits, diagnostics);
    return std::nullopt;
  }
  std::string_view content = text;
  if (content.starts_with(byte_order_mark)) content.remove_prefix(byte_order_mark.size());
  if (!check_encoding(file, content, diagnostics)) return std::nullopt;
  if (content.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    diagnostics.error(file, file_start, "the file is empty");
    return std::nullopt;
  }
  std::optional<Node> root = looks_like_json(file, content) ? detail::parse_json(file, content, diagnostics, limits)
                                                            : detail::parse_yaml(file, content, diagnostics, limits);
  if (!root) return std::nullopt;
  if (root->is_null()) {
    diagnostics.error(file, file_start, "the file is empty");
    return std::nullopt;
  }
  return Document{std::move(file), std::move(text), std::move(*root)};
}

}  // namespace windtunnel
