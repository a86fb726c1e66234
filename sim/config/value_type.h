// What the type of a parameter knows about itself: how it is named, read, written and ordered, and what it is made of.
//
// Templates end here: `value_type<T>()` gives one flat ValueType per C++ type, and everything else (reader, canonical
// writer, schema, reference page) is ordinary code over it.
#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "sim/config/reader.h"
#include "sim/config/values.h"
#include "sim/kernel/distribution.h"
#include "sim/kernel/quantity.h"

namespace windtunnel {

struct ParameterTable;

enum class ValueKind : std::uint8_t {
  // read from plain text
  boolean,
  integer,
  number,
  text,
  word,
  reference,
  zone,
  zones,
  quantity,      ///< a number with a unit
  distribution,  ///< a duration, constant or drawn
  formatted,     ///< address blocks, times of day, windows
  // made of other values
  optional,
  list,
  dictionary,
  choice,
  group,
};

/// One word of an enumeration.
template <class E>
struct EnumWord {
  std::string_view word;
  E value;
  std::string_view meaning = {};
};
/// What an enumeration's `words_of` returns; see parameter.h.
template <class E>
using EnumWords = std::vector<EnumWord<E>>;

/// Limits of a value in base units; `text` is how a person says them.
struct Range {
  std::optional<double> low, high;
  bool low_open = false, high_open = false;
  std::string text;  ///< "between 5 s and 5 min"; empty without limits

  bool contains(double value) const;
};

struct ValueType {
  struct Word {
    std::string word, meaning;
  };
  /// One struct that a choice may hold, by its key.
  struct Alternative {
    std::string name;
    const ValueType& (*type)();
  };
  using ChildVisitor = std::function<void(const std::string& key, void* child)>;

  ValueKind kind = ValueKind::text;
  std::string name;                ///< with its article, for messages: "a duration"
  std::string example;             ///< a text that reads well: "90 s"
  std::vector<std::string> units;  ///< of quantities: what may stand after the number
  std::string pattern;             ///< regular expression (ECMA 262) of the text form, or empty
  std::vector<Word> words;         ///< of enumerations

  /// Scalars: reads a node; on false `because` may say more than "not of this form".
  bool (*parse)(const Node& node, const Reader& reader, void* value, std::string& because) = nullptr;
  /// Scalars: the canonical text form.
  std::string (*write)(const void* value) = nullptr;
  /// Scalars with an order: the value in base units (durations: microseconds; distributions: their median).
  double (*measure)(const void* value) = nullptr;

  /// Limits that hold where a parameter declares none at that end: durations are not negative, shares at most 100 %.
  Range natural;

  /// Optional, list, dictionary: the type of what they hold.
  const ValueType& (*element)() = nullptr;
  std::vector<Alternative> alternatives;  ///< of choices
  /// Structures except groups: visits what is held (key: "" in an optional, "0", "1", … in a list, else the key).
  void (*each)(void* value, const ChildVisitor& visit) = nullptr;
  /// Structures except groups: makes room for one more child and returns it; an optional that holds a value returns
  /// that.
  void* (*add)(void* value, const std::string& key) = nullptr;
  void (*clear)(void* value) = nullptr;
  /// Groups: the table of their parameters.
  const ParameterTable& (*table)() = nullptr;

  bool is_structure() const { return kind >= ValueKind::optional; }
  /// The type inside optionals, lists and dictionaries.
  const ValueType& innermost() const { return element == nullptr ? *this : element().innermost(); }
  /// Choices: the type behind a key that `each` gave.
  const ValueType& alternative(std::string_view key) const;
};

/// The table of a struct's parameters, built at first use from its `static ParameterTable parameters()`.
template <class T>
const ParameterTable& parameters_of();

template <class T>
concept Enumeration = std::is_enum_v<T> && requires(T value) {
  { words_of(value) } -> std::same_as<EnumWords<T>>;
};
/// A struct that declares parameters.
template <class T>
concept Group = std::is_class_v<T> && requires {
  { T::parameters() } -> std::same_as<ParameterTable>;
};

namespace detail {

template <class T>
struct ValueTypeOf {
  static_assert(
      Enumeration<T> || Group<T>,
      "not a parameter type: use bool, std::int64_t, double, a quantity, a type of values.h, an enum with "
      "words_of(), a struct with static ParameterTable parameters(), or optional, vector, map, variant of these");
};

// The scalars, written out in scalar_types.cpp.
const ValueType& built_in_scalar(std::type_identity<bool>);
const ValueType& built_in_scalar(std::type_identity<std::int64_t>);
const ValueType& built_in_scalar(std::type_identity<double>);
const ValueType& built_in_scalar(std::type_identity<std::string>);
const ValueType& built_in_scalar(std::type_identity<Duration>);
const ValueType& built_in_scalar(std::type_identity<DurationDistribution>);
const ValueType& built_in_scalar(std::type_identity<Rate>);
const ValueType& built_in_scalar(std::type_identity<Bytes>);
const ValueType& built_in_scalar(std::type_identity<Bandwidth>);
const ValueType& built_in_scalar(std::type_identity<Share>);
const ValueType& built_in_scalar(std::type_identity<Cores>);
const ValueType& built_in_scalar(std::type_identity<Money>);
const ValueType& built_in_scalar(std::type_identity<Reference>);
const ValueType& built_in_scalar(std::type_identity<ZoneName>);
const ValueType& built_in_scalar(std::type_identity<Zones>);
const ValueType& built_in_scalar(std::type_identity<CidrBlock>);
const ValueType& built_in_scalar(std::type_identity<TimeOfDay>);
const ValueType& built_in_scalar(std::type_identity<DailyWindow>);
const ValueType& built_in_scalar(std::type_identity<WeeklyWindow>);

template <class T>
concept Scalar = requires {
  built_in_scalar(std::type_identity<T>{});
};

template <Scalar T>
struct ValueTypeOf<T> {
  static const ValueType& get() { return built_in_scalar(std::type_identity<T>{}); }
};

/// The door for scalars of other floors: specialise ValueTypeOf<T> as derived from ScalarType<T>, declare the
/// specialisation of get() beside it, and write it out in one .cpp file.
template <class T>
struct ScalarType {
  static const ValueType& get();
};

/// Whether a node is one of the words; if so `index` is its place among them.
bool parse_word(const Node& node, const std::vector<ValueType::Word>& words, std::size_t& index, std::string& because);
/// A ValueType of an enumeration but for its three functions.
ValueType word_type(std::vector<ValueType::Word> words);
/// "a list of durations" and so on, from the element's name.
ValueType container_type(ValueKind kind, const ValueType& (*element)());

template <Enumeration E>
struct ValueTypeOf<E> {
  static const ValueType& get() {
    static const ValueType type = make();
    return type;
  }

 private:
  static ValueType make() {
    std::vector<ValueType::Word> words;
    for (const EnumWord<E>& word : words_of(E{})) words.push_back({std::string(word.word), std::string(word.meaning)});
    ValueType type = word_type(std::move(words));
    type.parse = [](const Node& node, const Reader&, void* value, std::string& because) {
      std::size_t index = 0;
      if (!parse_word(node, get().words, index, because)) return false;
      *static_cast<E*>(value) = words_of(E{})[index].value;
      return true;
    };
    type.write = [](const void* value) -> std::string {
      for (const EnumWord<E>& word : words_of(E{}))
        if (word.value == *static_cast<const E*>(value)) return std::string(word.word);
      return "unknown";
    };
    return type;
  }
};

template <Group T>
struct ValueTypeOf<T> {
  static const ValueType& get() {
    static const ValueType type = [] {
      ValueType made;
      made.kind = ValueKind::group;
      made.name = "a map";
      made.table = &parameters_of<T>;
      return made;
    }();
    return type;
  }
};

template <class T>
struct ValueTypeOf<std::optional<T>> {
  static const ValueType& get() {
    static const ValueType type = [] {
      ValueType made = container_type(ValueKind::optional, &ValueTypeOf<T>::get);
      made.each = [](void* value, const ValueType::ChildVisitor& visit) {
        if (auto& held = *static_cast<std::optional<T>*>(value)) visit("", &*held);
      };
      made.add = [](void* value, const std::string&) -> void* {
        auto& held = *static_cast<std::optional<T>*>(value);
        return held ? &*held : &held.emplace();
      };
      made.clear = [](void* value) { static_cast<std::optional<T>*>(value)->reset(); };
      return made;
    }();
    return type;
  }
};

template <class T>
struct ValueTypeOf<std::vector<T>> {
  static_assert(!std::is_same_v<T, bool>, "a list of booleans has no addressable items");
  static const ValueType& get() {
    static const ValueType type = [] {
      ValueType made = container_type(ValueKind::list, &ValueTypeOf<T>::get);
      made.each = [](void* value, const ValueType::ChildVisitor& visit) {
        std::size_t index = 0;
        for (T& item : *static_cast<std::vector<T>*>(value)) visit(std::to_string(index++), &item);
      };
      made.add = [](void* value, const std::string&) -> void* {
        return &static_cast<std::vector<T>*>(value)->emplace_back();
      };
      made.clear = [](void* value) { static_cast<std::vector<T>*>(value)->clear(); };
      return made;
    }();
    return type;
  }
};

template <class T>
struct ValueTypeOf<std::map<std::string, T>> {
  static const ValueType& get() {
    static const ValueType type = [] {
      ValueType made = container_type(ValueKind::dictionary, &ValueTypeOf<T>::get);
      made.each = [](void* value, const ValueType::ChildVisitor& visit) {
        for (auto& [key, item] : *static_cast<std::map<std::string, T>*>(value)) visit(key, &item);
      };
      made.add = [](void* value, const std::string& key) -> void* {
        return &(*static_cast<std::map<std::string, T>*>(value))[key];
      };
      made.clear = [](void* value) { static_cast<std::map<std::string, T>*>(value)->clear(); };
      return made;
    }();
    return type;
  }
};

template <Group... Alternatives>
struct ValueTypeOf<std::variant<Alternatives...>> {
  using Choice = std::variant<Alternatives...>;
  static const ValueType& get() {
    static const ValueType type = [] {
      ValueType made;
      made.kind = ValueKind::choice;
      made.name = "a map with one key";
      (made.alternatives.push_back({std::string(Alternatives::choice), &ValueTypeOf<Alternatives>::get}), ...);
      made.each = [](void* value, const ValueType::ChildVisitor& visit) {
        std::visit([&](auto& held) { visit(std::string(std::decay_t<decltype(held)>::choice), &held); },
                   *static_cast<Choice*>(value));
      };
      made.add = [](void* value, const std::string& key) -> void* {
        void* held = nullptr;
        (void)((key == Alternatives::choice &&
                (held = &static_cast<Choice*>(value)->template emplace<Alternatives>(), true)) ||
               ...);
        return held;
      };
      made.clear = [](void* value) { *static_cast<Choice*>(value) = Choice{}; };
      return made;
    }();
    return type;
  }
};

}  // namespace detail

/// What is known of a C++ type as the type of a parameter; one object per type, never destroyed before main ends.
template <class T>
const ValueType& value_type() {
  return detail::ValueTypeOf<T>::get();
}

/// Any value as one line of text, as it would stand in a file: "30 s", "[a, b]", "{interval: 30 s, …}", "none".
std::string value_text(const ValueType& type, const void* value);

}  // namespace windtunnel
