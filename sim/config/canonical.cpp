// The full parameters of an object as lines of text.
#include "sim/config/canonical.h"

#include <map>

#include "sim/config/wording.h"

namespace windtunnel {
namespace {

void write_table(const ParameterTable& table, const void* object, const std::string& prefix,
                 std::vector<std::string>& lines);

void write_lines(const ValueType& type, const void* value, const std::string& path, std::vector<std::string>& lines) {
  if (!type.is_structure()) {
    lines.push_back(path + "=" + value_text(type, value));
    return;
  }
  if (type.kind == ValueKind::group) {
    write_table(type.table(), value, path, lines);
    return;
  }
  const std::size_t before = lines.size();
  type.each(const_cast<void*>(value), [&](const std::string& key, const void* child) {
    switch (type.kind) {
      case ValueKind::optional: return write_lines(type.element(), child, path, lines);
      case ValueKind::list: return write_lines(type.element(), child, path + "[" + key + "]", lines);
      case ValueKind::choice: return write_lines(type.alternative(key), child, path + "." + key, lines);
      default: return write_lines(type.element(), child, path + "." + file_text(key), lines);
    }
  });
  // What is empty, or holds only groups without parameters, leaves a line too: presence itself is a value.
  if (lines.size() == before) lines.push_back(path + "=" + value_text(type, value));
}

void write_table(const ParameterTable& table, const void* object, const std::string& prefix,
                 std::vector<std::string>& lines) {
  for (const ParameterDeclaration& declaration : table.declarations)
    write_lines(*declaration.type, declaration.at_const(object),
                prefix.empty() ? declaration.name : prefix + "." + declaration.name, lines);
}

/// Where the path of a line ends: at its first '=' outside quotes, since only a quoted key may hold one.
std::size_t end_of_path(const std::string& line) {
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && quoted) ++i;
    else if (line[i] == '"') quoted = !quoted;
    else if (line[i] == '=' && !quoted) return i;
  }
  return line.size();
}

std::string value_of(const std::string& line) {
  const std::size_t end = end_of_path(line);
  return end < line.size() ? line.substr(end + 1) : "";
}

}  // namespace

std::vector<std::string> canonical_lines(const ParameterTable& table, const void* object, const std::string& prefix) {
  std::vector<std::string> lines;
  write_table(table, object, prefix, lines);
  return lines;
}

std::vector<ChangedParameter> changed_parameters(const std::vector<std::string>& before,
                                                 const std::vector<std::string>& after) {
  std::map<std::string, std::string> left, right;
  for (const std::string& line : before) left.emplace(line.substr(0, end_of_path(line)), value_of(line));
  for (const std::string& line : after) right.emplace(line.substr(0, end_of_path(line)), value_of(line));
  std::vector<ChangedParameter> changes;
  for (const std::string& line : before) {
    const std::string path = line.substr(0, end_of_path(line));
    const auto found = right.find(path);
    const std::string now = found == right.end() ? "" : found->second;
    if (now != left.at(path)) changes.push_back({path, left.at(path), now});
  }
  for (const std::string& line : after) {
    const std::string path = line.substr(0, end_of_path(line));
    if (!left.contains(path)) changes.push_back({path, "", right.at(path)});
  }
  return changes;
}

}  // namespace windtunnel
