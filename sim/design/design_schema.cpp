// The schema of a design file, put together from the tables that its reader uses.
#include "sim/design/design_schema.h"

#include <nlohmann/json.hpp>

#include "sim/config/schema.h"
#include "sim/design/file_tables.h"

namespace windtunnel {
namespace {

using Json = nlohmann::ordered_json;

Json reference_to(const std::string& definition) { return {{"$ref", "#/$defs/" + definition}}; }
Json text(const char* description) { return {{"type", "string"}, {"description", description}}; }
Json described(const char* description, Json schema) {
  Json result = {{"description", description}};
  result.update(schema);
  return result;
}
/// A map with entries of one form; null takes away what an extended design has.
Json map_of(const char* description, Json entry) {
  return {{"type", Json::array({"object", "null"})},
          {"description", description},
          {"additionalProperties", {{"anyOf", Json::array({std::move(entry), {{"type", "null"}}})}}}};
}

/// Layers of one object may state its required keys between them, so that none is required of each.
Json layer_of(const ParameterTable& table) {
  Json schema = schema_of(table);
  schema.erase("required");
  return schema;
}

Json component_type_schema(const ComponentType& type) {
  Json schema = layer_of(*type.parameters);
  Json properties = {{"type", {{"const", type.name}, {"description", type.summary}}}};
  properties.update(schema["properties"]);
  schema["description"] = type.summary;
  schema["properties"] = std::move(properties);
  return schema;
}

/// A component: its type decides which parameters it has. Without a type it changes one that is described elsewhere.
Json component_schema(const Catalogue& catalogue) {
  Json names = Json::array(), choices = Json::array();
  for (const ComponentType* type : catalogue.types()) {
    names.push_back(type->name);
    Json is_type = {{"properties", {{"type", {{"const", type->name}}}}}, {"required", Json::array({"type"})}};
    choices.push_back({{"if", std::move(is_type)}, {"then", reference_to(std::string(type->name))}});
  }
  return {{"type", "object"},
          {"properties",
           {{"type", {{"enum", std::move(names)}, {"description", "Type of the component, from the catalogue."}}}}},
          {"allOf", std::move(choices)}};
}

Json region_schema(const Catalogue& catalogue) {
  Json schema = layer_of(parameters_of<RegionText>());
  schema["properties"]["with"] =
      map_of("Components of this region beside its stack's, and changes of those.", reference_to("component"));
  for (const char* domain : {"region", "zone"})
    if (const ComponentType* type = catalogue.find(domain)) {
      schema["properties"][domain] = schema_of(*type->parameters);
      schema["properties"][domain]["description"] = type->summary;
    }
  return schema;
}

Json call_schema() {
  Json call = schema_of(parameters_of<CallText>());
  call["properties"]["on_miss"] = {{"description", "What is called behind a cache that has not the answer."},
                                   {"anyOf", Json::array({reference_to("path"), reference_to("element")})}};
  Json calls = {{"type", "object"},
                {"properties",
                 {{"calls",
                   {{"description", "Calls that are made side by side."},
                    {"type", "array"},
                    {"items", {{"anyOf", Json::array({reference_to("path"), reference_to("element")})}}}}}}},
                {"required", Json::array({"calls"})},
                {"additionalProperties", false}};
  return {{"anyOf", Json::array({{{"type", "string"}}, std::move(call), std::move(calls)})}};
}

Json rate_schema() {
  const Json constant = {{"type", "string"}, {"description", "A constant rate such as 120 /s."}};
  const auto choice = [](const char* key, Json value) {
    return Json{{"type", "object"},
                {"properties", {{key, std::move(value)}}},
                {"required", Json::array({key})},
                {"additionalProperties", false}};
  };
  return {{"description", "Requests per second that users want; without it the default workload."},
          {"anyOf", Json::array({constant,
                                 choice("daily", described("A peak and a trough, twelve hours apart.",
                                                           schema_of(parameters_of<DailyText>()))),
                                 choice("share", described("A share of the default workload.",
                                                           {{"type", Json::array({"string", "number"})}}))})}};
}

Json structure_schema() {
  const Json parts = {{"type", "array"}, {"items", reference_to("structure")}, {"minItems", 1}};
  const auto choice = [](Json properties, Json required) {
    return Json{{"type", "object"},
                {"properties", std::move(properties)},
                {"required", std::move(required)},
                {"additionalProperties", false}};
  };
  return {{"anyOf",
           Json::array({{{"type", "string"}},
                        choice({{"all", described("All of these must hold.", parts)}}, Json::array({"all"})),
                        choice({{"any", described("One of these must hold.", parts)}}, Json::array({"any"})),
                        choice({{"at_least", described("How many must hold.", {{"type", "integer"}, {"minimum", 1}})},
                                {"of", described("Of these.", parts)}},
                               Json::array({"at_least", "of"}))})}};
}

Json journey_schema() {
  Json schema = schema_of(parameters_of<JourneyText>());
  schema["properties"]["path"] = reference_to("path");
  schema["properties"]["success"] = reference_to("structure");
  schema["properties"]["rate"] = rate_schema();
  return schema;
}

Json claim_schema() {
  const auto one_or_more = [](Json schema) {
    Json list = {{"type", "array"}, {"items", schema}};
    return Json{{"anyOf", Json::array({std::move(schema), std::move(list)})}};
  };
  Json properties = {
      {"id", text("The claim's id in the ledger.")},
      {"measured", described("Figures of replications that it is judged by.",
                             one_or_more(schema_of(parameters_of<MeasuredText>())))},
      {"availability", described("Availability over years that it speaks of.",
                                 one_or_more({{"type", Json::array({"string", "number"})}}))},
      {"configured",
       described("Parameters, by path, that must have these values.",
                 one_or_more({{"type", "object"},
                              {"additionalProperties", {{"type", Json::array({"string", "number", "boolean"})}}}}))},
      {"finding", described("Findings of static rules that it is judged by.",
                            one_or_more(schema_of(parameters_of<FindingText>())))},
      {"cost", described("Lines of the bill that it is judged by.", one_or_more(schema_of(parameters_of<CostText>())))},
      {"not_measured",
       described("What is missing to measure it.", one_or_more(text("What is missing to measure it.")))},
      {"not_measurable",
       described("Why it cannot be measured offline.", one_or_more(text("Why it cannot be measured offline.")))},
      {"assumptions",
       described("Ids of the assumptions that it rests on.", {{"type", "array"}, {"items", {{"type", "string"}}}})}};
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", Json::array({"id"})},
          {"additionalProperties", false}};
}

Json definitions(const Catalogue& catalogue) {
  Json all = {{"component", component_schema(catalogue)},
              {"path", {{"type", "array"}, {"items", reference_to("element")}, {"minItems", 1}}},
              {"element", call_schema()},
              {"structure", structure_schema()}};
  for (const ComponentType* type : catalogue.types()) all[std::string(type->name)] = component_type_schema(*type);
  return all;
}

}  // namespace

std::string design_schema(const Catalogue& catalogue) {
  const Json component = reference_to("component");
  Json properties = {
      {"design", text("Name of the design; as the first key of a file it says that the file is one.")},
      {"title", text("The design in one line.")},
      {"description", text("The design in a paragraph.")},
      {"document", text("The document that it is described in.")},
      {"extends", text("The design that this one changes.")},
      {"regions", map_of("Regions by their rank: primary, standby.", region_schema(catalogue))},
      {"stacks", map_of("Components that several regions run alike, by the name of the stack.",
                        map_of("Components by name.", component))},
      {"components", map_of("Components that belong to no region.", component)},
      {"journeys", map_of("What users do: where their requests go, how many there are, and when they count as good.",
                          journey_schema())},
      {"assumptions", map_of("Figures on which the document is silent.", schema_of(parameters_of<AssumptionText>()))},
      {"sla", described("The availability that the document promises.", schema_of(parameters_of<SlaText>()))},
      {"claims",
       {{"type", "array"},
        {"items", claim_schema()},
        {"description",
         "How the claims of a shipped document are judged, by their ids in the ledger; other designs are judged by expectations."}}}};
  const Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                       {"title", "Windtunnel design"},
                       {"type", "object"},
                       {"properties", std::move(properties)},
                       {"required", Json::array({"design"})},
                       {"additionalProperties", false},
                       {"$defs", definitions(catalogue)}};
  return schema.dump(2) + "\n";
}

}  // namespace windtunnel
