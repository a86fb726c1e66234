// Reads selectors by a table of forms, from which the reference page is written, too.
#include <fmt/format.h>

#include <algorithm>

#include "sim/config/wording.h"
#include "sim/scenario/selector.h"

namespace windtunnel {
namespace {

/// The words of a selector, read from left to right.
class Words {
 public:
  explicit Words(std::string_view text) {
    for (std::size_t begin = text.find_first_not_of(' '); begin != std::string_view::npos;
         begin = text.find_first_not_of(' ', begin)) {
      const std::size_t end = std::min(text.find(' ', begin), text.size());
      words_.emplace_back(text.substr(begin, end - begin));
      begin = end;
    }
  }

  bool empty() const { return next_ == words_.size(); }
  /// The next word, or nothing at the end.
  std::string peek() const { return empty() ? "" : words_[next_]; }
  std::string take() { return empty() ? "" : words_[next_++]; }
  /// Takes a phrase of one or several words if it comes next.
  bool take(std::string_view phrase) {
    const Words wanted(phrase);
    if (wanted.words_.size() > words_.size() - next_) return false;
    if (!std::equal(wanted.words_.begin(), wanted.words_.end(), words_.begin() + static_cast<std::ptrdiff_t>(next_)))
      return false;
    next_ += wanted.words_.size();
    return true;
  }
  bool next_is(std::string_view phrase) const { return Words(*this).take(phrase); }

 private:
  std::vector<std::string> words_;
  std::size_t next_ = 0;
};

/// Words that begin something of their own and therefore name no zone and no region.
bool is_reserved(const std::string& word) { return word.empty() || word == "of" || word == "in"; }

std::string expected(std::string_view what, const Words& words) {
  return fmt::format("; expected {} {}", what, words.empty() ? "at the end" : "instead of " + in_quotes(words.peek()));
}

bool take_name(Words& words, std::string& into, std::string_view what, std::string& because) {
  if (is_reserved(words.peek()) || !is_dotted_name(words.peek())) {
    because = expected(what, words);
    return false;
  }
  into = words.take();
  return true;
}

const Role* take_role(Words& words) {
  for (const Role& role : roles())
    if (words.take(role.word)) return &role;
  return nullptr;
}

bool begins_components(const Words& words) {
  Words copy = words;
  return words.next_is("component") || words.next_is("type") || take_role(copy) != nullptr;
}

/// "component PATH", "type TYPE [RANK]" or "ROLE [RANK]".
bool parse_components(Words& words, Selector::Components& components, std::string& because) {
  if (words.take("component")) {
    if (words.empty()) because = expected("the name of a component", words);
    components.path = words.take();
    return !components.path.empty();
  }
  if (words.take("type")) {
    if (!take_name(words, components.type, "a component type", because)) return false;
  } else {
    components.role = take_role(words);
  }
  if (words.take("of")) return take_name(words, components.region, "a region", because);
  if (words.next_is("primary") || words.next_is("standby")) {
    components.region = words.take();
    components.take_first = true;
  }
  return true;
}

/// Of a selector that is to have components: these, unknown so far.
Selector::Components& none_yet(Selector& selector) { return *(selector.components = Selector::Components{}); }

/// What follows "of": components, or the name of a region.
bool parse_of(Words& words, Selector& selector, std::string& because) {
  if (begins_components(words)) return parse_components(words, none_yet(selector), because);
  std::string& region = selector.target == Selector::Target::zone ? selector.region : selector.name;
  return take_name(words, region, "a region or a component", because);
}

bool parse_zone(Words& words, Selector& selector, std::string& because) {
  selector.target = Selector::Target::zone;
  if (!is_reserved(words.peek()) && !take_name(words, selector.name, "the name of a zone", because)) return false;
  if (!words.take("of")) return true;
  if (!selector.name.empty() && begins_components(words)) {
    because = "; a zone is meant either by its name or by what is in it";
    return false;
  }
  return parse_of(words, selector, because);
}

bool parse_region(Words& words, Selector& selector, std::string& because) {
  selector.target = Selector::Target::region;
  if (words.take("of")) return parse_of(words, selector, because);
  return is_reserved(words.peek()) || take_name(words, selector.name, "the name of a region", because);
}

bool parse_control_plane(Words& words, Selector& selector, std::string& because) {
  selector.target = Selector::Target::region;
  if (!words.take("of")) {
    because = expected("\"of\" and a region", words);
    return false;
  }
  if (words.take("region")) return take_name(words, selector.name, "the name of a region", because);
  return parse_of(words, selector, because);
}

bool parse_role(Words& words, Selector& selector, std::string& because) {
  return parse_components(words, none_yet(selector), because);
}

struct NumberWord {
  std::string_view word;
  Selector::Number number;
  std::string_view meaning;
};
constexpr NumberWord number_words[] = {
    {"each", Selector::Number::each, "One run for each of them, named `scenario@target`."},
    {"every", Selector::Number::every, "All of them at once, in one run."},
    {"first", Selector::Number::first, "The first of them, in the order of the design."},
};

/// One form of what can be struck.
struct Form {
  std::string_view begins;  ///< words with which it begins; empty: a role
  bool (*parse)(Words&, Selector&, std::string& because);
  std::string_view syntax, meaning, example;
};
constexpr Form forms[] = {
    {"zone", parse_zone, "`zone [NAME] [of REGION]`", "A zone, by its letter or its rank.", "zone a of primary"},
    {"zone", parse_zone, "`zone of COMPONENTS`",
     "The zone in which a component has its first unit (of a store: the one that takes writes); with `each` or `every` "
     "all zones in which it has parts.",
     "zone of database primary"},
    {"region", parse_region, "`region [NAME]`", "A region.", "region primary"},
    {"region", parse_region, "`region of COMPONENTS`", "The region in which a component is.",
     "region of component web"},
    {"control plane", parse_control_plane, "`control plane of [region] REGION`",
     "A region, where the mode hurts its control plane.", "control plane of region standby"},
    {"component", parse_role, "`component PATH`",
     "Components by their path, or by their name in any region; globs allowed.", "component primary.web"},
    {"type", parse_role, "`type TYPE [RANK]`", "Components of a type of the catalogue.", "each type zone"},
    {"", parse_role, "`ROLE [RANK]`", "Components by what they are for.", "every service of standby"},
};

const Form* form_of(const Words& words) {
  for (const Form& form : forms)
    if (form.begins.empty() ? begins_components(words) : words.next_is(form.begins)) return &form;
  return nullptr;
}

/// What can stand where a target is expected.
std::vector<std::string> target_words() {
  std::vector<std::string> all;
  for (const Form& form : forms)
    if (!form.begins.empty() && (all.empty() || all.back() != form.begins)) all.emplace_back(form.begins);
  for (const Role& role : roles()) all.emplace_back(role.word);
  return all;
}

bool parse_within(Words& words, Selector& selector, std::string& because) {
  if (!words.take("zone")) {
    because = expected("\"zone\"", words);
    return false;
  }
  if (!take_name(words, selector.within_zone.emplace(), "the name of a zone", because)) return false;
  return !words.take("of") || take_name(words, selector.within_region.emplace(), "a region", because);
}

}  // namespace

std::optional<Selector> parse_selector(std::string_view text, std::string& because) {
  Selector selector;
  selector.text = text;
  Words words(text);
  for (const NumberWord& number : number_words)
    if (words.take(number.word)) {
      selector.number = number.number;
      break;
    }
  const Form* form = form_of(words);
  if (form == nullptr) {
    because = expected("one of " + listed(target_words()), words) + did_you_mean(words.peek(), target_words());
    return std::nullopt;
  }
  if (!form->begins.empty() && form->parse != parse_role) words.take(form->begins);
  if (!form->parse(words, selector, because)) return std::nullopt;
  if (words.take("in") && !parse_within(words, selector, because)) return std::nullopt;
  if (!words.empty()) {
    because = expected("the end", words);
    return std::nullopt;
  }
  return selector;
}

std::string selector_reference() {
  std::string page =
      "# Selectors\n\nWhat a fault strikes is written as a selector: `[each | every | first] TARGET [in zone NAME [of "
      "REGION]]`.\n"
      "Without `each`, `every` or `first`, exactly one thing must match. A design in which nothing matches is not "
      "applicable.\n\n"
      "| word | meaning |\n|---|---|\n";
  for (const NumberWord& number : number_words) page += fmt::format("| `{}` | {} |\n", number.word, number.meaning);
  page += "\n## Targets\n\n| target | meaning | example |\n|---|---|---|\n";
  for (const Form& form : forms) page += fmt::format("| {} | {} | `{}` |\n", form.syntax, form.meaning, form.example);
  page +=
      "\n`REGION` is the name of a region in the design; `primary` also means the first region, `standby` the second. "
      "`RANK` is "
      "`primary` or `standby`\n(of several components there, the first), or `of REGION` (exactly one, unless `each` or "
      "`every` stands "
      "before). `in zone` leaves only those\nunits of the target that are in that zone.\n\n## Roles\n\n| role | "
      "meaning |\n|---|---|\n";
  for (const Role& role : roles()) page += fmt::format("| `{}` | {} |\n", role.word, role.meaning);
  return page;
}

namespace detail {

template <>
const ValueType& ScalarType<Selector>::get() {
  static const ValueType type = [] {
    ValueType made;
    made.kind = ValueKind::formatted;
    made.name = "a selector";
    made.example = "each zone of primary";
    made.pattern = R"(^\S+( +\S+)*$)";
    made.parse = [](const Node& node, const Reader& reader, void* value, std::string& because) {
      if (!node.is_scalar()) return false;
      auto selector = parse_selector(node.text, because);
      if (!selector) return false;
      selector->place = reader.place(node.position);
      *static_cast<Selector*>(value) = std::move(*selector);
      return true;
    };
    made.write = [](const void* value) { return static_cast<const Selector*>(value)->text; };
    return made;
  }();
  return type;
}

}  // namespace detail

}  // namespace windtunnel
