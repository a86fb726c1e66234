// JSON by nlohmann's events. The events carry no places, so a scanner that only finds where tokens begin runs beside
// them.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/config/tree_builder.h"

namespace windtunnel::detail {
namespace {

/// Gives the place of each key, value and opening bracket of valid JSON, in order.
class TokenPlaces {
 public:
  explicit TokenPlaces(std::string_view text) : text_(text) {}

  Position next() {
    while (at_ < text_.size() && std::string_view(" \t\r\n,:]}").find(text_[at_]) != std::string_view::npos) step();
    const Position found = here_;
    skip_token();
    return found;
  }

 private:
  void step() {
    const char c = text_[at_++];
    if (c == '\n') here_ = {here_.line + 1, 1};
    else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) ++here_.column;
  }

  void skip_token() {
    if (at_ >= text_.size()) return;
    if (text_[at_] == '{' || text_[at_] == '[') return step();
    if (text_[at_] == '"') return skip_string();
    while (at_ < text_.size() && std::string_view(" \t\r\n,:]}").find(text_[at_]) == std::string_view::npos) step();
  }

  void skip_string() {
    step();
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\') step();
      if (at_ < text_.size()) step();
    }
    if (at_ < text_.size()) step();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Position here_{1, 1};
};

/// nlohmann's message without its own numbering and place, and without the text read so far, which may be long.
std::string plain_message(std::string message) {
  if (const std::size_t place = message.find(", column "); place != std::string::npos)
    if (const std::size_t colon = message.find(": ", place); colon != std::string::npos) message.erase(0, colon + 2);
  if (const std::size_t bracket = message.find("] "); message.starts_with("[json") && bracket != std::string::npos)
    message.erase(0, bracket + 2);
  if (const std::size_t last_read = message.find("; last read:"); last_read != std::string::npos) {
    const std::size_t expected = message.rfind("'; expected ");
    const std::string tail = expected != std::string::npos && expected > last_read ? message.substr(expected + 1) : "";
    message = message.substr(0, last_read) + tail;
  }
  return "not valid JSON: " + message;
}

class JsonEvents : public nlohmann::json_sax<nlohmann::json> {
 public:
  JsonEvents(std::string_view text, TreeBuilder& builder) : text_(text), places_(text), builder_(builder) {}

  bool null() override { return builder_.null(places_.next()); }
  bool boolean(bool value) override { return builder_.scalar(value ? "true" : "false", false, places_.next()); }
  bool number_integer(number_integer_t value) override {
    return builder_.scalar(std::to_string(value), false, places_.next());
  }
  bool number_unsigned(number_unsigned_t value) override {
    return builder_.scalar(std::to_string(value), false, places_.next());
  }
  bool number_float(number_float_t, const string_t& text) override {
    return builder_.scalar(text, false, places_.next());
  }
  bool string(string_t& value) override { return builder_.scalar(std::move(value), true, places_.next()); }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return builder_.begin_map(places_.next()); }
  bool key(string_t& value) override { return builder_.key(std::move(value), places_.next()); }
  bool end_object() override { return builder_.end(); }
  bool start_array(std::size_t) override { return builder_.begin_list(places_.next()); }
  bool end_array() override { return builder_.end(); }

  bool parse_error(std::size_t byte, const std::string&, const nlohmann::detail::exception& error) override {
    builder_.problem(position_at(text_, byte == 0 ? 0 : byte - 1), plain_message(error.what()));
    return false;
  }

 private:
  std::string_view text_;
  TokenPlaces places_;
  TreeBuilder& builder_;
};

}  // namespace

std::optional<Node> parse_json(const std::string& file, std::string_view text, Diagnostics& diagnostics,
                               const DocumentLimits& limits) {
  TreeBuilder builder(file, limits, diagnostics);
  JsonEvents events(text, builder);
  nlohmann::json::sax_parse(text.begin(), text.end(), &events);
  return builder.take();
}

}  // namespace windtunnel::detail
