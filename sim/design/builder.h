// Puts a design together: regions and domains, components with their parameters, references, wiring, journeys.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/config/diagnostics.h"
#include "sim/design/design.h"
#include "sim/design/sources.h"

namespace windtunnel {

class DesignBuilder {
 public:
  DesignBuilder(const DesignEnvironment& environment, Diagnostics& diagnostics) : environment_(environment), diagnostics_(diagnostics) {}

  std::unique_ptr<Design> build(const Document& document, const std::vector<std::pair<std::string, std::string>>& changes);

 private:
  void read_header(const Document& document);
  void check_place_names(const NamedText& region, const std::vector<std::string>& zones, const Place& zones_place);
  void read_regions();
  void add_domain_component(DomainId domain, std::string_view type, const std::vector<Layer>& layers, const NamedText& region);
  bool take_name(const std::string& name, const std::string& file, Position position);
  void read_components();
  void add_component(const ComponentText& text);
  ComponentId adopt(std::unique_ptr<Component> component, std::string name, DomainId region, Written written, WrittenPlaces places);
  using Addressed = std::vector<std::pair<Component*, std::string>>;
  Addressed addressed(const std::string& path) const;
  bool is_domain(ComponentId id) const;
  std::string nearest_component(std::string_view path) const;
  void check_plausible_ends();
  void apply(const std::string& path, const std::string& value, const Place& place);
  void resolve_references();
  void wire();
  void index_members();

  const DesignEnvironment& environment_;
  Diagnostics& diagnostics_;
  std::unique_ptr<Design> design_;
  std::vector<const Document*> chain_;
  std::vector<std::string> stack_of_region_;
  std::set<std::string> names_;  ///< of regions, zones and components
  std::vector<WrittenPlaces> places_;  ///< of each component's parameters
};

/// Reads journeys and compiles their paths into visits of the network (journey_compiler.cpp).
void compile_journeys(Design& design, const std::vector<const Document*>& chain, Diagnostics& diagnostics);
/// Reads assumptions, the SLA target and claims (claim_reader.cpp).
void read_assumptions(Design& design, const std::vector<const Document*>& chain, Diagnostics& diagnostics);
/// Gives assumptions the values that changes of "assumptions.ID" state, and returns the other changes.
std::vector<std::pair<std::string, std::string>> change_assumptions(
    Design& design, const std::vector<std::pair<std::string, std::string>>& changes, Diagnostics& diagnostics);
/// Moves the demand of journeys as far as assumptions that scale them have moved.
void scale_demand(Design& design, Diagnostics& diagnostics);
void read_sla(Design& design, const std::vector<const Document*>& chain, Diagnostics& diagnostics);
void read_claims(Design& design, const Document& document, const DesignEnvironment& environment, Diagnostics& diagnostics);

}  // namespace windtunnel
