// Journeys: paths of the files become visits of the traffic network.
//
// A path is a list. A name goes on to a component ("web", "db.write"); {call: NAME, ...} says how it is called; {calls:
// [...]} as the last element makes several calls for each request, each a name, a {call: ...} or a path of its own.
#include <fmt/format.h>

#include <algorithm>

#include "sim/design/builder.h"
#include "sim/design/file_tables.h"
#include "sim/design/journey_rate.h"
#include "sim/design/path_element.h"
#include "sim/design/path_latency.h"
#include "sim/design/structure_reader.h"

namespace windtunnel {
namespace {

/// In all journeys: each fallback compiles the rest of its path once more, so that a few elements could become millions of visits.
constexpr std::size_t most_visits = 20'000;
/// Paths are followed by recursion, here and by whoever walks over visits later; a sanitizer's frames are large.
constexpr int longest_path = 400;
constexpr const char* makes_no_calls = "{calls: [...]} must follow a component that makes them";

class JourneyCompiler {
 public:
  JourneyCompiler(Design& design, const std::string& file, Diagnostics& diagnostics)
      : design_(design), file_(file), diagnostics_(diagnostics) {}

  void compile(const NamedText& text, const JourneySource& source) {
    JourneyDefinition journey;
    journey.name = text.name;
    JourneyText given;
    std::vector<ParameterLayer> layers;
    for (const Layer& layer : text.layers) layers.push_back({layer.node, layer.file});
    read_layers(layers, parameters_of<JourneyText>(), &given, diagnostics_, {.reserved = {"path", "success", "rate"}});
    journey.description = given.description;
    journey.objective_share = given.objective.success.value;
    journey.within_seconds = given.objective.within.seconds();
    journey.recovery_level = given.recovery_level.value;
    journey.sla_level = given.sla_level ? given.sla_level->value : 0;
    const Node *path = source.path.node, *success = source.success.node;
    if ((path == nullptr) == (success == nullptr)) {
      diagnostics_.error(*text.latest().file, text.latest().node->position,
                         "journey " + text.name + " needs either \"path:\" (where requests go) or \"success:\" (what must hold)");
      return;
    }
    current_ = &journey;
    if (success) {
      journey.structural = true;
      journey.structure = read_structure(*success, design_, file_, diagnostics_, journey.components);
      if (source.rate.node) read_journey_rate(*source.rate.node, design_, *source.rate.file, diagnostics_, journey);
    } else {
      compile_path(*path, source.rate, given, journey);
    }
    design_.journeys.push_back(std::move(journey));
  }
  /// Whether the design has no room for further visits, which has been said.
  bool full() const { return full_; }

 private:
  using Element = PathElement;

  void error(const Node& node, std::string message) { diagnostics_.error(file_, node.position, std::move(message)); }

  void compile_path(const Node& path, const Layer& rate, const JourneyText& given, JourneyDefinition& journey) {
    refuse(path.is_list() && !path.items.empty() ? path.items.front() : path, {"times", "optional", "timeout", "retries", "fallback"},
           "users make the first call, and how they do is said under \"client\" of the journey");
    const auto call = path_call(path, 0, no_domain);
    if (!call) return;
    traffic::Journey flow;
    flow.name = journey.name;
    flow.entry = call->visit;
    flow.client.timeout = given.client.timeout.seconds();
    flow.client.retries = static_cast<int>(given.client.retries);
    flow.client.backoff_base = given.client.backoff.seconds();
    flow.objective_seconds = journey.within_seconds;
    journey.traffic = static_cast<traffic::JourneyId>(design_.network.journeys.size());
    if (rate.node)
      read_journey_rate(*rate.node, design_, *rate.file, diagnostics_, journey);
    else
      journey.rate = default_workload(1, journey, path, design_, file_, diagnostics_);
    flow.rate = journey.rate.at(Time{});
    design_.network.journeys.push_back(std::move(flow));
  }

  std::optional<Element> element(const Node& node) { return read_path_element(node, file_, diagnostics_); }

  void refuse(const Node& element, std::initializer_list<std::string_view> keys, const std::string& why) {
    refuse_keys(element, keys, why, file_, diagnostics_);
  }

  /// The component and port that a name means in a region.
  std::pair<ComponentId, std::optional<Port>> resolve(const Node& node, const std::string& name, DomainId region) {
    const auto [id, port_name] = component_and_port(design_, name, region);
    if (id == no_component) {
      std::vector<std::string> names;
      for (const auto& component : design_.components())
        names.push_back(component->name().substr(component->name().rfind('.') + 1));
      error(node, "unknown component \"" + name + "\"" + did_you_mean(name, names));
      return {no_component, std::nullopt};
    }
    auto port = design_.component(id).port(port_name);
    if (!port)
      error(node,
            "\"" + name + "\" is of type " + std::string(design_.component(id).type().name) +
                (port_name.empty() ? ", which requests cannot pass" : ", which has no port \"" + port_name + "\""));
    auto& passed = current_->components;
    if (std::find(passed.begin(), passed.end(), id) == passed.end()) passed.push_back(id);
    return {id, std::move(port)};
  }

  /// The call that begins a path (a list from `index` on, or a single element).
  std::optional<traffic::Call> path_call(const Node& path, std::size_t index, DomainId region) {
    if (depth_ == longest_path) {
      error(index < path.items.size() ? path.items[index] : path,
            fmt::format("expected at most {} components in a row, found more", longest_path));
      return std::nullopt;
    }
    ++depth_;
    auto call = call_at(path, index, region);
    --depth_;
    return call;
  }

  std::optional<traffic::Call> call_at(const Node& path, std::size_t index, DomainId region) {
    if (!path.is_list()) {
      const auto e = element(path);
      return e ? element_call(*e, nullptr, 0, region) : std::nullopt;
    }
    if (index >= path.items.size()) {
      error(path, "a path needs at least one component");
      return std::nullopt;
    }
    const auto e = element(path.items[index]);
    if (!e) return std::nullopt;
    if (e->calls) {
      error(*e->node, makes_no_calls);
      return std::nullopt;
    }
    return element_call(*e, &path, index + 1, region);
  }

  std::optional<traffic::Call> element_call(const Element& e, const Node* path, std::size_t next, DomainId region) {
    auto [id, port] = resolve(*e.node, e.text.call, region);
    if (!port) return std::nullopt;
    traffic::Call call;
    call.times = e.text.times;
    call.required = !e.text.optional;
    call.client = port->client;
    if (e.text.timeout) call.client.timeout = e.text.timeout->seconds();
    if (e.text.retries) call.client.retries = static_cast<int>(*e.text.retries);
    const DomainId there = design_.component(id).region(), here = there == no_domain ? region : there;
    const UserPlaces* users = users_;
    const ComponentId caller = caller_;
    if (port->kind == Port::Kind::select) {
      if (users && place_ < port->by_place.size()) port->router = port->by_place[place_];
    } else {
      port->latency += distance(region, there) + between_zones(design_, caller_, id);
      users_ = nullptr;  // who calls from here on is no user
      caller_ = id;
    }
    if (e.on_miss && port->cache == traffic::none) refuse(*e.node, {"on_miss"}, "\"" + e.text.call + "\" is no cache");
    std::optional<traffic::VisitId> visit;
    if (port->kind == Port::Kind::select)
      visit = port->splits_users ? split_visit(e, *port, id, path, next) : select_visit(e, *port, path, next);
    else if (port->kind == Port::Kind::balance)
      visit = balanced_visit(e, *port, path, next, here);
    else
      visit = serve_visit(e, *port, path, next, here);
    users_ = users;
    caller_ = caller;
    if (!visit) return std::nullopt;
    call.visit = *visit;
    call.over_internet = port->over_internet && design_.leaves_network(caller_, id);
    passes(*visit, id);
    if (e.text.fallback) {
      Element other;
      other.node = e.node;
      other.text.call = *e.text.fallback;
      const auto fallback = element_call(other, nullptr, 0, region);
      if (!fallback) return std::nullopt;
      call.fall_back_to(*fallback);
    }
    return call;
  }

  /// Seconds there and back from the caller: users of a place, or a component in another region.
  double distance(DomainId from, DomainId to) const {
    return users_ && to != no_domain ? users_->latency(place_, to) : between_regions(design_, from, to);
  }

  /// What goes on in one direction makes one call there.
  void refuse_repetition(const Node& onward, const Element& from) {
    refuse(onward, {"times", "optional"}, "\"" + from.text.call + "\" goes on to it exactly once");
  }

  /// A cache calls what comes next for its misses only; a write that it kept to itself would be lost.
  void refuse_write(const Node& onward, const Element& cache, DomainId region) {
    if (const auto write = write_at_front(design_, onward, region))
      error(*write, "\"" + write->text + "\" writes, and \"" + cache.text.call +
                        "\" goes on only when it misses: let what comes before it call both, {calls: [...]}");
  }

  /// Users of every place take the rest of the path, each from where they are.
  std::optional<traffic::VisitId> split_visit(const Element& e, const Port& port, ComponentId id, const Node* path,
                                              std::size_t next) {
    if (!path || next >= path->items.size()) {
      error(*e.node, "the path ends at \"" + e.text.call + "\", which only says where users are");
      return std::nullopt;
    }
    traffic::Visit visit;
    visit.kind = traffic::Visit::Kind::select;
    visit.router = port.router;
    users_ = capability_of<UserPlaces>(design_.component(id));
    refuse_repetition(path->items[next], e);
    for (place_ = 0; place_ < users_->places(); ++place_) {
      const auto call = path_call(*path, next, no_domain);
      if (!call) return std::nullopt;
      visit.calls.push_back(*call);
    }
    return add(std::move(visit), e);
  }

  std::optional<traffic::VisitId> add(traffic::Visit visit, const Element& e) {
    if (design_.network.visits.size() == most_visits) {
      full_ = true;
      error(*e.node, fmt::format("expected at most {} visits of components in all journeys, found more: what follows a component "
                                 "with a fallback or several users' places counts once for each of them",
                                 most_visits));
      return std::nullopt;
    }
    design_.network.visits.push_back(std::move(visit));
    design_.visit_components.emplace_back();
    return static_cast<traffic::VisitId>(design_.network.visits.size() - 1);
  }

  /// Notes that a request passes a component before those that the visit has already.
  void passes(traffic::VisitId visit, ComponentId id) {
    auto& components = design_.visit_components[visit];
    components.insert(components.begin(), id);
  }

  std::optional<traffic::VisitId> select_visit(const Element& e, const Port& port, const Node* path, std::size_t next) {
    traffic::Visit visit;
    visit.kind = traffic::Visit::Kind::select;
    visit.router = port.router;
    visit.latency = port.latency;
    if (!path || next >= path->items.size()) {
      error(*e.node, "the path ends at \"" + e.text.call + "\", which only says where to go on");
      return std::nullopt;
    }
    refuse_repetition(path->items[next], e);
    for (const ComponentId endpoint : port.endpoints) {
      const auto call = path_call(*path, next, design_.component(endpoint).region());
      if (!call) return std::nullopt;
      const Node& onward = path->items[next];
      const std::string& name = onward.is_scalar() ? onward.text : onward.find("call")->text;
      if (component_and_port(design_, name, design_.component(endpoint).region()).first != endpoint) {
        error(onward, "\"" + e.text.call + "\" points at " + design_.component(endpoint).name() +
                          ", but the path goes on with \"" + name + "\"");
        return std::nullopt;
      }
      visit.calls.push_back(*call);
      visit.calls.back().over_internet = visit.calls.back().fallback_over_internet = false;  // names are answered everywhere
    }
    return add(std::move(visit), e);
  }

  std::optional<traffic::VisitId> balanced_visit(const Element& e, const Port& balancer, const Node* path,
                                                 std::size_t next, DomainId region) {
    if (!path || next >= path->items.size()) {
      error(*e.node,
            "the path ends at \"" + e.text.call + "\", which only spreads requests; it goes on with its targets");
      return std::nullopt;
    }
    const auto target = element(path->items[next]);
    if (!target) return std::nullopt;
    if (target->calls) {
      error(*target->node, makes_no_calls);
      return std::nullopt;
    }
    refuse(*target->node, {"times", "optional", "timeout", "retries", "fallback"},
           "\"" + e.text.call + "\" hands a call on to its targets as it came; say it there");
    auto [id, port] = resolve(*target->node, target->text.call, region);
    if (!port) return std::nullopt;
    const std::size_t branches = design_.network.routers[balancer.router].branches.size();
    if (port->kind != Port::Kind::serve || port->stations.size() != branches) {
      error(*target->node, "\"" + target->text.call + "\" is no target of \"" + e.text.call + "\"");
      return std::nullopt;
    }
    if (port->cache == traffic::none) refuse(*target->node, {"on_miss"}, "\"" + target->text.call + "\" is no cache");
    port->router = balancer.router;
    port->latency += balancer.latency + between_zones(design_, caller_, id);
    caller_ = id;
    const auto visit = serve_visit(*target, *port, path, next + 1, region);
    if (visit) passes(*visit, id);
    return visit;
  }

  /// Applies how a component calls what comes next, where the path leaves it open.
  bool call_onward(traffic::Call& call, const Port::Onward& onward, const Element& following, const Node& path,
                   std::size_t next) {
    if (!following.text.timeout) call.client.timeout = onward.client.timeout;
    if (!following.text.retries) call.client.retries = onward.client.retries;
    if (following.text.fallback || onward.fallback == no_component) return true;
    const Component& other = design_.component(onward.fallback);
    std::optional<traffic::Call> fallback;
    if (design_.resolve(following.text.call, other.region()) == onward.fallback) {
      fallback = path_call(path, next, other.region());
    } else {
      // The path names the first choice with its region: the other has the same port, and nothing behind it.
      Element element;
      element.node = following.node;
      element.text.call = other.name();
      const std::size_t dot = following.text.call.rfind('.');
      if (!other.port("") && dot != std::string::npos) element.text.call += following.text.call.substr(dot);
      fallback = element_call(element, nullptr, 0, other.region());
    }
    if (fallback) call.fall_back_to(*fallback);
    return fallback.has_value();
  }

  std::optional<traffic::VisitId> serve_visit(const Element& e, const Port& port, const Node* path, std::size_t next,
                                              DomainId region) {
    traffic::Visit visit;
    visit.kind = port.kind == Port::Kind::enqueue ? traffic::Visit::Kind::enqueue : traffic::Visit::Kind::serve;
    visit.router = port.router;
    visit.stations = port.stations;
    visit.queue = port.queue;
    visit.work = port.work;
    visit.latency = port.latency;
    const bool goes_on = path && next < path->items.size();
    if (goes_on && port.kind == Port::Kind::enqueue) {
      error(path->items[next], "nothing can follow \"" + e.text.call + "\": a queue answers at once, and calls nobody");
      return std::nullopt;
    }
    if (port.cache != traffic::none && e.on_miss) refuse_write(*e.on_miss, e, region);
    if (port.cache != traffic::none && goes_on) refuse_write(path->items[next], e, region);
    if (e.on_miss) {
      const auto call = path_call(*e.on_miss, 0, region);
      if (!call) return std::nullopt;
      visit.calls.push_back(*call);
      visit.calls.back().unless_hit = port.cache;
    }
    if (goes_on) {
      const auto following = element(path->items[next]);
      if (!following) return std::nullopt;
      if (following->calls) {
        if (next + 1 != path->items.size()) error(path->items[next + 1], "nothing can follow {calls: [...]}");
        for (const Node& item : following->calls->items) {
          const auto call = path_call(item, 0, region);
          if (!call) return std::nullopt;
          visit.calls.push_back(*call);
        }
      } else {
        const bool elsewhere = port.onward && region == no_domain && port.onward->origin != no_component;
        const DomainId origin = elsewhere ? design_.component(port.onward->origin).region() : region;
        auto call = path_call(*path, next, origin);
        if (!call || (port.onward && !call_onward(*call, *port.onward, *following, *path, next))) return std::nullopt;
        visit.calls.push_back(*call);
        visit.calls.back().unless_hit = port.cache;
      }
    }
    return add(std::move(visit), e);
  }

  Design& design_;
  const std::string& file_;
  Diagnostics& diagnostics_;
  JourneyDefinition* current_ = nullptr;
  const UserPlaces* users_ = nullptr;  ///< whose users take the path that is being read, from place_
  std::size_t place_ = 0;
  ComponentId caller_ = no_component;  ///< who makes the call that is being read; none: users
  int depth_ = 0;                      ///< calls on the way to the one that is being read
  bool full_ = false;
};

}  // namespace

void compile_journeys(Design& design, const std::vector<const Document*>& chain, Diagnostics& diagnostics) {
  for (const NamedText& text : named_texts(chain, "journeys", diagnostics)) {
    const auto no_map = [](const Layer& layer) { return !layer.node->is_map(); };
    if (const auto found = std::find_if(text.layers.begin(), text.layers.end(), no_map); found != text.layers.end()) {
      diagnostics.error(*found->file, found->node->position, "expected a journey as a map, found " + found->node->describe());
      continue;
    }
    const JourneySource source = journey_source(text.layers);
    const std::string* file = source.path.node ? source.path.file : source.success.node ? source.success.file : text.latest().file;
    JourneyCompiler compiler(design, *file, diagnostics);
    compiler.compile(text, source);
    if (compiler.full()) return;
  }
  if (design.journeys.empty())
    diagnostics.error(chain.back()->file, chain.back()->root.position,
                      "the design has no journeys, so nobody could notice a fault");
}

}  // namespace windtunnel
