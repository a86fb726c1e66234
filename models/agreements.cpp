// See agreements.h.
#include "models/agreements.h"

#include <nlohmann/json.hpp>

#include "models/embedded.h"

namespace windtunnel::models {
namespace {

using Json = nlohmann::ordered_json;

Agreement agreement_of(const Json& service) {
  Agreement agreement;
  agreement.id = service.at("id");
  for (const Json& tier : service.at("credit_tiers"))
    agreement.tiers.push_back({tier.at("uptime_below").get<double>(), tier.at("credit_pct").get<double>()});
  // "request: mean of 5-minute error rates subtracted from 100%"; all others are shares of minutes.
  agreement.counts_requests = service.at("measurement").get<std::string>().starts_with("request");
  return agreement;
}

}  // namespace

const std::vector<Agreement>& agreements() {
  static const std::vector<Agreement> all = [] {
    std::vector<Agreement> read;
    const Json file = Json::parse(embedded_file("models/facts/sla.json"));
    for (const Json& service : file.at("services")) read.push_back(agreement_of(service));
    return read;
  }();
  return all;
}

}  // namespace windtunnel::models
