// See builder.h.
#include "sim/design/builder.h"

#include <algorithm>

#include "sim/design/circles.h"
#include "sim/design/file_tables.h"
#include "sim/design/plausible_ends.h"
#include "sim/design/time_zone.h"
#include "sim/design/wiring.h"
#include "sim/kernel/number_text.h"
#include "sim/kernel/random.h"

namespace windtunnel {
namespace {

/// A name that paths can be made of.
bool is_plain_name(std::string_view text) { return is_dotted_name(text) && text.find('.') == std::string_view::npos; }

}  // namespace

std::unique_ptr<Design> DesignBuilder::build(const Document& document,
                                             const std::vector<std::pair<std::string, std::string>>& changes) {
  design_ = std::make_unique<Design>();
  const std::size_t errors_before = diagnostics_.errors();
  check_top_level_keys(document, diagnostics_);
  if (!document.root.is_map()) return nullptr;
  chain_ = extension_chain(document, environment_, diagnostics_);
  if (chain_.empty()) return nullptr;
  for (const Document* part : chain_)
    if (part->file != document.file) check_top_level_keys(*part, diagnostics_);
  read_header(document);
  read_regions();
  read_components();
  read_assumptions(*design_, chain_, diagnostics_);
  // What is changed was looked at before, as its files have it.
  if (changes.empty()) check_plausible_ends();
  const auto parameters = change_assumptions(*design_, changes, diagnostics_);
  for (const Assumption& assumption : design_->assumptions)
    if (!assumption.parameter.empty()) apply(assumption.parameter, assumption.value, assumption.value_place);
  for (const auto& [path, value] : parameters) apply(path, value, {"change of " + path, {}});
  resolve_references();
  if (diagnostics_.errors() != errors_before) return nullptr;  // wiring relies on what has been checked so far
  wire();
  if (diagnostics_.errors() != errors_before) return nullptr;
  index_members();
  compile_journeys(*design_, chain_, diagnostics_);
  scale_demand(*design_, diagnostics_);
  read_sla(*design_, chain_, diagnostics_);
  read_claims(*design_, document, environment_, diagnostics_);
  if (diagnostics_.errors() != errors_before) return nullptr;
  return std::move(design_);
}

void DesignBuilder::read_header(const Document& document) {
  const auto text = [&](std::string_view key, std::string& into) {
    for (const Document* part : chain_)
      if (const Node* node = part->root.find(key)) {
        if (node->is_scalar())
          into = node->text;
        else
          diagnostics_.error(part->file, node->position,
                             "expected text under \"" + std::string(key) + "\", found " + node->describe());
      }
  };
  text("title", design_->title);
  text("document", design_->document);
  const Node* name = document.root.find("design");
  if (!name || !name->is_scalar() || !is_plain_name(name->text))
    diagnostics_.error(document.file, name ? name->position : document.root.position,
                       "expected \"design:\" with a name of letters, digits, '-' and '_'");
  else
    design_->name = name->text;
  if (const Node* extends = document.root.find("extends")) design_->extends = extends->text;
  for (const Document* part : chain_) design_->inputs.emplace_back(part->file, hexadecimal(hash_name(part->text)));
}

/// Paths are made of a region's name, and names of subnets and units of its zones' letters.
void DesignBuilder::check_place_names(const NamedText& region, const std::vector<std::string>& zones, const Place& zones_place) {
  if (!is_plain_name(region.name))
    diagnostics_.error(*region.latest().file, region.position,
                       "expected a region's name of letters, digits, '-' and '_', found \"" + region.name + "\"");
  for (std::size_t i = 0; i < zones.size(); ++i)
    if (std::find(zones.begin() + static_cast<std::ptrdiff_t>(i) + 1, zones.end(), zones[i]) != zones.end())
      diagnostics_.error(zones_place.file, zones_place.position, "region " + region.name + ": zone \"" + zones[i] + "\" is named twice");
}

void DesignBuilder::read_regions() {
  for (const NamedText& named : named_texts(chain_, "regions", diagnostics_)) {
    RegionText text;
    std::vector<ParameterLayer> layers;
    std::vector<Layer> region_layers, zone_layers;
    for (const auto& [node, file] : named.layers) {
      layers.push_back({node, file});
      if (const Node* parameters = node->find("region")) region_layers.push_back({parameters, file});
      if (const Node* parameters = node->find("zone")) zone_layers.push_back({parameters, file});
    }
    WrittenPlaces places;
    read_layers(layers, parameters_of<RegionText>(), &text, diagnostics_, {.reserved = {"with", "region", "zone"}, .written = &places});
    if (const Place& place = places["time_zone"]; !utc_offset(text.time_zone))
      diagnostics_.error(place.file, place.position, unknown_time_zone(text.time_zone));
    check_place_names(named, text.zones, places["zones"]);
    Region region;
    region.name = named.name;
    region.label = text.name;
    region.time_zone = text.time_zone;
    region.domain = static_cast<DomainId>(design_->domains.size());
    design_->domains.push_back({Domain::Kind::region, named.name, text.name, no_domain, no_component});
    take_name(named.name, *named.latest().file, named.position);
    region.control_plane = static_cast<DomainId>(design_->domains.size());
    design_->domains.push_back({Domain::Kind::control_plane, named.name + ".control-plane",
                                text.name + " control plane", region.domain, no_component});
    for (std::size_t rank = 0; rank < text.zones.size(); ++rank) {
      region.zones.push_back({text.zones[rank], static_cast<DomainId>(design_->domains.size())});
      design_->domains.push_back({Domain::Kind::zone, named.name + ".zone-" + std::to_string(rank + 1),
                                  text.name + text.zones[rank], region.domain, no_component});
      take_name(design_->domains.back().name, *named.latest().file, named.position);
    }
    design_->regions.push_back(region);
    stack_of_region_.push_back(text.stack);
    add_domain_component(region.domain, "region", region_layers, named);
    design_->domains[region.control_plane].component = design_->domains[region.domain].component;
    for (const Region::Zone& zone : region.zones) add_domain_component(zone.domain, "zone", zone_layers, named);
  }
}

void DesignBuilder::add_domain_component(DomainId domain, std::string_view type_name,
                                         const std::vector<Layer>& layers, const NamedText& named) {
  const ComponentType* type = environment_.catalogue().find(type_name);
  if (!type) {
    diagnostics_.error(chain_.back()->file, {}, "the catalogue has no type \"" + std::string(type_name) + "\"");
    return;
  }
  std::unique_ptr<Component> component = type->create();
  WrittenPlaces places;
  for (const Layer& layer : layers) {
    Reader reader(*layer.file, diagnostics_);
    read_parameters(*layer.node, *type->parameters, component->parameters_address(), reader, {.overlay = true, .written = &places});
  }
  component->represent(domain);
  const Domain& d = design_->domains[domain];
  const DomainId region = d.kind == Domain::Kind::zone ? d.region : domain;
  design_->domains[domain].component =
      adopt(std::move(component), d.name, region, {*named.latest().file, named.position}, std::move(places));
}

ComponentId DesignBuilder::adopt(std::unique_ptr<Component> component, std::string name, DomainId region,
                                 Written written, WrittenPlaces places) {
  const auto id = static_cast<ComponentId>(design_->components_.size());
  component->id_ = id;
  component->name_ = std::move(name);
  component->region_ = region;
  design_->components_.push_back(std::move(component));
  design_->written_.push_back(std::move(written));
  places_.push_back(std::move(places));
  return id;
}

/// Everything is found by its name, so that a second of the same name would never be.
bool DesignBuilder::take_name(const std::string& name, const std::string& file, Position position) {
  if (names_.insert(name).second) return true;
  diagnostics_.error(file, position, "the name \"" + name + "\" is taken: a region, zone or component has it already");
  return false;
}

void DesignBuilder::read_components() {
  for (const ComponentText& text : component_texts(chain_, design_->regions, stack_of_region_, diagnostics_))
    add_component(text);
}

void DesignBuilder::add_component(const ComponentText& text) {
  const Layer& first = text.layers.front();
  if (!take_name(text.name, *first.file, first.node->position)) return;
  const std::string local = text.name.substr(text.name.rfind('.') + 1);
  if (!is_plain_name(local))
    diagnostics_.error(*first.file, first.node->position,
                       "\"" + local + "\" is no name for a component; use letters, digits, '-' and '_'");
  // The last layer that states a type decides it: an overlay may put another type in a component's place.
  std::size_t start = 0;
  const Node* type_node = nullptr;
  const std::string* type_file = nullptr;
  for (std::size_t i = 0; i < text.layers.size(); ++i)
    if (const Node* node = text.layers[i].node->find("type")) {
      if (type_node && node->text != type_node->text) start = i;
      type_node = node;
      type_file = text.layers[i].file;
    }
  std::vector<std::string> names;
  for (const ComponentType* type : environment_.catalogue().types()) names.emplace_back(type->name);
  if (!type_node) {
    diagnostics_.error(*first.file, first.node->position,
                       "component " + text.name + " has no type; expected \"type:\" with one of the catalogue's types");
    return;
  }
  const ComponentType* type = environment_.catalogue().find(type_node->text);
  if (!type) {
    diagnostics_.error(*type_file, type_node->position,
                       "unknown component type \"" + type_node->text + "\"" + did_you_mean(type_node->text, names));
    return;
  }
  std::unique_ptr<Component> component = type->create();
  std::vector<ParameterLayer> layers;
  for (std::size_t i = start; i < text.layers.size(); ++i) layers.push_back({text.layers[i].node, text.layers[i].file});
  WrittenPlaces places;
  read_layers(layers, *type->parameters, component->parameters_address(), diagnostics_, {.reserved = {"type"}, .written = &places});
  adopt(std::move(component), text.name, text.region, {*first.file, first.node->position}, std::move(places));
}

/// The components that the path of a parameter speaks of, with the rest of the path.
DesignBuilder::Addressed DesignBuilder::addressed(const std::string& path) const {
  Addressed found;
  for (const auto& component : design_->components_) {
    // "*.web.workers" speaks of the component "web" of every region.
    const std::string& name = component->name();
    const std::string prefix =
        (path.starts_with("*.") ? "*" + name.substr(std::min(name.find('.'), name.size())) : name) + ".";
    if (!path.starts_with(prefix) || (path.starts_with("*.") && name.find('.') == std::string::npos)) continue;
    if (const ComponentId longer = design_->find(path.substr(0, path.find('.', prefix.size())));
        longer != no_component && longer != component->id())
      continue;
    // Of a region, "east.web.workers" would be the parameter "web".
    const std::string key = path.substr(prefix.size(), path.find('.', prefix.size()) - prefix.size());
    if (is_domain(component->id()) && !component->type().parameters->find(key)) continue;
    found.emplace_back(component.get(), path.substr(prefix.size()));
  }
  return found;
}

bool DesignBuilder::is_domain(ComponentId id) const {
  return std::any_of(design_->domains.begin(), design_->domains.end(), [id](const Domain& domain) { return domain.component == id; });
}

/// What the component may be meant to be of which a path begins with an unknown one.
std::string DesignBuilder::nearest_component(std::string_view path) const {
  const bool anywhere = path.starts_with("*.");
  if (anywhere) path.remove_prefix(2);
  std::vector<std::string> names;
  for (const auto& component : design_->components_)
    names.push_back(anywhere ? component->name().substr(component->name().rfind('.') + 1) : component->name());
  const std::size_t first = path.find('.'), second = first == std::string_view::npos ? first : path.find('.', first + 1);
  const std::string nearest = did_you_mean(path.substr(0, second), names);
  return nearest.empty() ? did_you_mean(path.substr(0, first), names) : nearest;
}

void DesignBuilder::check_plausible_ends() {
  for (const Assumption& assumption : design_->assumptions) {
    const auto look_at = [&](PlausibleEnd which, const std::string& end, const Place& place) {
      if (end.empty()) return;
      Reader reader(place.file, diagnostics_);
      const auto report = [&](const std::string& wrong) {
        if (!wrong.empty()) reader.error(place.position, wrong);
      };
      if (assumption.parameter.empty()) report(wrong_end(assumption.value, which, end));
      for (const auto& [component, path] : addressed(assumption.parameter))
        report(wrong_end(*component, path, assumption.value, which, end, reader, place.position));
    };
    look_at(PlausibleEnd::low, assumption.low, assumption.low_place);
    look_at(PlausibleEnd::high, assumption.high, assumption.high_place);
  }
}

void DesignBuilder::apply(const std::string& path, const std::string& value, const Place& place) {
  Reader reader(place.file, diagnostics_);
  const Addressed found = addressed(path);
  for (const auto& [component, rest] : found) {
    assign_parameter(*component->type().parameters, component->parameters_address(), rest, value, reader, place.position);
    places_[component->id()][rest] = place;
  }
  if (found.empty()) reader.error(place.position, "no component has the parameter \"" + path + "\"" + nearest_component(path));
}

void DesignBuilder::resolve_references() {
  const std::size_t count = design_->components_.size();
  design_->links_.resize(count);
  design_->referrers_.resize(count);
  std::vector<Dependence> dependences;
  for (const auto& component : design_->components_) {
    for_each_reference(
        *component->type().parameters, component->parameters_address(),
        [&](const std::string& path, const ParameterDeclaration& declaration, Reference& reference) {
          if (reference.text.empty()) return;  // required and missing, which has been said
          const ComponentId target = design_->resolve(reference.text, component->region());
          if (target == no_component) {
            std::vector<std::string> names;
            for (const auto& other : design_->components_) {
              names.push_back(other->name());
              if (other->region() == component->region())
                names.push_back(other->name().substr(other->name().rfind('.') + 1));
            }
            diagnostics_.error(reference.place.file, reference.place.position,
                               component->name() + "." + path + ": unknown component \"" + reference.text + "\"" +
                                   did_you_mean(reference.text, names));
            return;
          }
          const ComponentType& type = design_->components_[target]->type();
          const auto& offers = type.capabilities;
          if (!declaration.capability.empty() &&
              std::find(offers.begin(), offers.end(), declaration.capability) == offers.end()) {
            diagnostics_.error(reference.place.file, reference.place.position,
                               component->name() + "." + path + ": \"" + reference.text + "\" is of type " +
                                   std::string(type.name) + ", which is no " + declaration.capability);
            return;
          }
          design_->links_[component->id()].push_back({target, path, declaration.capability, declaration.any_of});
          if (declaration.capability == Provider::capability || declaration.capability == Counted::capability)
            dependences.push_back({component->id(), target, reference.place});
          auto& referrers = design_->referrers_[target];
          if (std::find(referrers.begin(), referrers.end(), component->id()) == referrers.end())
            referrers.push_back(component->id());
        });
  }
  check_dependences(*design_, dependences, diagnostics_);
}

void DesignBuilder::wire() {
  Wiring wiring(*design_, places_, diagnostics_);
  const std::size_t count = design_->components_.size();
  for (std::size_t i = 0; i < count; ++i) design_->components_[i]->declare(wiring);
  for (std::size_t i = 0; i < count; ++i) design_->components_[i]->connect(wiring);
}

void DesignBuilder::index_members() {
  design_->members_.resize(design_->domains.size());
  const auto add = [&](DomainId domain, ComponentId id) {
    if (domain == no_domain) return;
    auto& members = design_->members_[domain];
    if (members.empty() || members.back() != id) members.push_back(id);
  };
  for (const auto& component : design_->components_)
    for (const Site& site : component->sites()) {
      add(site.region, component->id());
      add(site.zone, component->id());
      for (const Region& region : design_->regions)
        if (region.domain == site.region) add(region.control_plane, component->id());
    }
  for (DomainId d = 0; d < design_->domains.size(); ++d) {
    const Domain& domain = design_->domains[d];
    if (domain.kind == Domain::Kind::global_control_plane) add(d, domain.component);
    auto& members = design_->members_[d];
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
  }
}

std::unique_ptr<const Design> load_design(const Document& document, const DesignEnvironment& environment,
                                          Diagnostics& diagnostics,
                                          const std::vector<std::pair<std::string, std::string>>& changes) {
  return DesignBuilder(environment, diagnostics).build(document, changes);
}

}  // namespace windtunnel
