// Engine and size of a database, which a copy takes over from its source.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/config/parameter.h"
#include "sim/design/component.h"
#include "sim/design/design.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {

/// Of a database that copies none. `Engine` has `words_of` and `word` beside it.
template <class Engine>
struct OwnContents {
  Engine engine = Engine::mysql;
  Bytes storage = gibibytes(20);

  static ParameterTable parameters() {
    using P = OwnContents;
    return parameter_table<P>(parameter<&P::engine>("engine", "Database engine."),
                              parameter<&P::storage>("storage", "Allocated storage.", "assumption:database-storage", above(bytes(0))));
  }
};

/// Of a copy, where its file says it.
template <class Engine>
struct CopiedContents {
  std::optional<Engine> engine;
  std::optional<Bytes> storage;

  static ParameterTable parameters() {
    using P = CopiedContents;
    return parameter_table<P>(
        parameter<&P::engine>("engine", "Database engine; that of its source, which is taken without it."),
        parameter<&P::storage>("storage", "Allocated storage; without it, as much as its source has.", "assumption:database-storage",
                               above(bytes(0))));
  }
};

/// A database that can be copied; asked while the design is connected.
class Copyable {
 public:
  struct Said {
    std::optional<std::string_view> engine;  ///< its word: "postgres"
    std::optional<Bytes> storage;
  };
  virtual ~Copyable() = default;
  /// What its file says of it.
  virtual Said said() const = 0;
  /// What has the rest, where it is itself a copy.
  virtual const Reference* copied_from() const { return nullptr; }
};

/// What the source of a copy says, or what that is a copy of.
inline Copyable::Said said_by_source(const Wiring& wiring, const Component& copy, const Reference& source) {
  constexpr int copies_of_copies = 8;  // copies in a circle have no source
  Copyable::Said all;
  const Component* holder = &copy;
  const Reference* next = &source;
  for (int i = 0; next != nullptr && i < copies_of_copies; ++i) {
    const ComponentId id = wiring.find(*holder, *next);
    if (id == no_component) break;
    holder = &wiring.design().component(id);
    const auto* database = dynamic_cast<const Copyable*>(holder);
    if (database == nullptr) break;
    const Copyable::Said said = database->said();
    if (!all.engine) all.engine = said.engine;
    if (!all.storage) all.storage = said.storage;
    next = database->copied_from();
  }
  return all;
}

/// Engine and size of a copy; an engine that is not its source's is reported at it.
template <class Engine>
OwnContents<Engine> contents_of_copy(Wiring& wiring, const Component& copy, const Reference& source, const CopiedContents<Engine>& given) {
  const Copyable::Said said = said_by_source(wiring, copy, source);
  OwnContents<Engine> contents;
  if (said.engine)
    for (const auto& known : words_of(Engine{}))
      if (known.word == *said.engine) contents.engine = known.value;
  if (given.engine && said.engine && word(*given.engine) != *said.engine)
    wiring.error(copy, "engine",
                 "a copy has the engine of its source, and that of \"" + source.text + "\" is " + std::string(*said.engine));
  contents.engine = given.engine.value_or(contents.engine);
  contents.storage = given.storage.value_or(said.storage.value_or(contents.storage));
  return contents;
}

}  // namespace windtunnel::models
