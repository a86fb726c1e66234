// See result_file.h.
#include "tools/command_line/result_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

#include "sim/config/diagnostics.h"
#include "sim/config/document.h"
#include "tools/command_line/output.h"

namespace windtunnel::tools {
namespace {

/// Results are large where replications are many; what is larger than this is no result.
constexpr std::size_t bytes_at_most = 1u << 30;

[[noreturn]] void refuse(const std::string& file, Position position, std::string why, bool missing = false) {
  Diagnostics diagnostics;
  diagnostics.error(file, position, std::move(why));
  throw BadInput(diagnostics, missing);
}

/// Where the value stands of which a message speaks: "/runs/0/design: expected text".
Position place_of(std::string_view message, const Node& root) {
  const Node* node = &root;
  const std::string_view pointer = message.substr(0, message.find(": "));
  if (!pointer.starts_with('/')) return {1, 1};
  for (std::size_t from = 1; from < pointer.size();) {
    const std::size_t slash = std::min(pointer.find('/', from), pointer.size());
    const std::string key(pointer.substr(from, slash - from));
    const bool index = !key.empty() && key.find_first_not_of("0123456789") == std::string::npos && key.size() < 9;
    const Node* next = node->find(key);
    if (node->is_list() && index && std::stoul(key) < node->items.size()) next = &node->items[std::stoul(key)];
    if (next == nullptr) break;
    node = next;
    from = slash + 1;
  }
  return node->position;
}

}  // namespace

std::string text_of_file(const std::string& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) refuse(file, {}, "expected a file, found a folder", true);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(
      std::fopen(file.c_str(), "rb"), [](std::FILE* f) { return f == nullptr ? 0 : std::fclose(f); });
  if (stream == nullptr) refuse(file, {}, fmt::format("cannot be read: {}{}", std::strerror(errno), output_hint(file)), true);
  std::string text;
  std::array<char, 1 << 16> buffer;
  for (std::size_t n; (n = std::fread(buffer.data(), 1, buffer.size(), stream.get())) > 0;) {
    text.append(buffer.data(), n);
    if (text.size() > bytes_at_most) refuse(file, {1, 1}, "is larger than what the program writes (1 GiB)");
  }
  if (std::ferror(stream.get()) != 0) refuse(file, {}, "cannot be read", true);
  return text;
}

void refuse_text(const std::string& file, std::string text, const std::string& what, const std::string& problem) {
  Diagnostics diagnostics;
  DocumentLimits limits;
  if (text.size() > limits.bytes) refuse(file, {1, 1}, what + problem);
  const auto document = parse_document(file, std::move(text), diagnostics, limits);
  if (!diagnostics.ok()) throw BadInput(diagnostics);
  refuse(file, document ? place_of(problem, document->root) : Position{1, 1}, what + problem);
}

Result read_result(const std::string& file) {
  std::string text = text_of_file(file);
  try {
    return from_json(text);
  } catch (const std::runtime_error& problem) {
    refuse_text(file, std::move(text), "is no result of windtunnel: ", problem.what());
  }
}

bool looks_like_result(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::array<char, 200> begin{};
  in.read(begin.data(), begin.size());
  return std::string(begin.data(), static_cast<std::size_t>(in.gcount())).find("windtunnel-result/") !=
         std::string::npos;
}

}  // namespace windtunnel::tools
