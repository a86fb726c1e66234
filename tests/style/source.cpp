// Separates code from comments and literals, and reads the tree.
#include "tests/style/source.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>

namespace windtunnel::style {
namespace {

/// Walks C++ text once and blanks comments (and the insides of literals) in copies of it.
class Blanker {
 public:
  explicit Blanker(SourceFile& file) : file_(file), text_(file.text) {}

  void run() {
    while (at_ < text_.size()) {
      if (starts("//")) {
        blank_comment(text_.find('\n', at_));
      } else if (starts("/*")) {
        const auto end = text_.find("*/", at_ + 2);
        blank_comment(end == std::string::npos ? end : end + 2);
      } else if (starts("R\"") && (at_ == 0 || !is_word_character(text_[at_ - 1]))) {
        blank_raw_string();
      } else if (text_[at_] == '"' || (text_[at_] == '\'' && !is_digit_separator())) {
        blank_literal(text_[at_]);
      } else {
        ++at_;
      }
    }
  }

 private:
  bool starts(std::string_view what) const { return std::string_view(text_).substr(at_).starts_with(what); }
  bool is_digit_separator() const { return at_ > 0 && std::isalnum(static_cast<unsigned char>(text_[at_ - 1])); }

  void blank(std::string& view, std::size_t begin, std::size_t end) {
    for (auto i = begin; i < std::min(end, view.size()); ++i) {
      if (view[i] != '\n') view[i] = ' ';
    }
  }

  void blank_comment(std::size_t end) {
    end = std::min(end, text_.size());
    blank(file_.code, at_, end);
    blank(file_.code_and_literals, at_, end);
    at_ = end;
  }

  void blank_raw_string() {
    const auto open = text_.find('(', at_);
    if (open == std::string::npos) return void(at_ = text_.size());
    const std::string close = ")" + text_.substr(at_ + 2, open - at_ - 2) + "\"";
    const auto end = std::min(text_.find(close, open), text_.size());
    blank(file_.code, open + 1, end);
    at_ = std::min(end + close.size(), text_.size());
  }

  void blank_literal(char quote) {
    auto end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
    blank(file_.code, at_ + 1, end);
    at_ = end + 1;
  }

  SourceFile& file_;
  const std::string& text_;
  std::size_t at_ = 0;
};

bool is_read(const std::filesystem::path& file) {
  static constexpr std::array endings = {".h",  ".cpp", ".cmake", ".yaml", ".md", ".txt",
                                         ".in", ".sh",  ".py",    ".js",   ""};
  return std::ranges::find(endings, file.extension().string()) != endings.end();
}

void read_folder(const std::filesystem::path& root, const std::filesystem::path& folder,
                 std::vector<SourceFile>& files) {
  static constexpr std::array skipped = {"tests/data", "tests/golden", "reports/out"};
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto path = entry.path().lexically_relative(root).generic_string();
    if (entry.is_directory()) {
      const bool hidden = path.find("/.") != std::string::npos || path.ends_with("node_modules");
      if (!hidden && std::ranges::find(skipped, path) == skipped.end()) read_folder(root, entry.path(), files);
    } else if (is_read(entry.path())) {
      std::ifstream stream(entry.path(), std::ios::binary);
      files.push_back(make_source(path, {std::istreambuf_iterator<char>(stream), {}}));
    }
  }
}

}  // namespace

std::string to_text(const Violation& violation) {
  return violation.file + ":" + std::to_string(violation.line) + ": " + violation.what;
}

bool SourceFile::is_cpp() const { return path.ends_with(".h") || path.ends_with(".cpp"); }

bool SourceFile::is_under(std::string_view folder) const {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

SourceFile make_source(std::string path, std::string text) {
  SourceFile file{std::move(path), text, text, text};
  if (file.is_cpp()) Blanker(file).run();
  return file;
}

std::vector<SourceFile> read_tree(const std::filesystem::path& root) {
  std::vector<SourceFile> files;
  for (const char* folder : {".ci", "sim", "models", "scenarios", "reports", "tools", "tests"}) {
    if (std::filesystem::is_directory(root / folder)) read_folder(root, root / folder, files);
  }
  for (const char* file : {"CMakeLists.txt", "README.md", "CHANGELOG.md"}) {
    std::ifstream stream(root / file, std::ios::binary);
    if (stream) files.push_back(make_source(file, {std::istreambuf_iterator<char>(stream), {}}));
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

std::size_t line_of(std::string_view text, std::size_t offset) {
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n'));
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

std::vector<Name> names_in(std::string_view code) {
  std::vector<Name> names;
  for (std::size_t at = 0; at < code.size();) {
    if (!is_word_character(code[at])) {
      ++at;
      continue;
    }
    const auto begin = at;
    while (at < code.size() &&
           (is_word_character(code[at]) ||
            (code.substr(at).starts_with("::") && at + 2 < code.size() && is_word_character(code[at + 2])))) {
      at += code[at] == ':' ? 2 : 1;
    }
    if (!std::isdigit(static_cast<unsigned char>(code[begin])))
      names.push_back({code.substr(begin, at - begin), begin});
  }
  return names;
}

}  // namespace windtunnel::style
