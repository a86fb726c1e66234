// Metrics and operations by type: what alarms and runbooks may name is on the reference page.
#include "models/type_offers.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "models/catalogue.h"
#include "models/reference_page.h"

using namespace windtunnel;
using namespace windtunnel::models;

TEST_CASE("types say which metrics alarms can watch and which operations runbooks can order") {
  const auto balancer = offers_of(*catalogue().find("application_load_balancer"));
  CHECK(std::any_of(balancer.metrics.begin(), balancer.metrics.end(), [](const auto& metric) { return metric.name == "unhealthy_hosts"; }));
  CHECK(balancer.operations.empty());
  const auto database = offers_of(*catalogue().find("rds_instance"));
  CHECK(std::count(database.operations.begin(), database.operations.end(), "restore_point_in_time") == 1);
  CHECK(offers_of(*catalogue().find("vpc")).metrics.empty());
}

TEST_CASE("the reference page lists every metric and every operation, whatever their type") {
  const std::string page = reference_page();
  for (const ComponentType* type : catalogue().types()) {
    const auto start = page.find("\n### " + std::string(type->name) + "\n");
    REQUIRE(start != std::string::npos);
    const std::string section = page.substr(start, page.find("\n### ", start + 1) - start);
    INFO(type->name);
    for (const auto& metric : offers_of(*type).metrics)
      CHECK(section.find("| `" + std::string(metric.name) + "` | " + std::string(metric.meaning) + " |") != std::string::npos);
    for (const std::string_view operation : offers_of(*type).operations)
      CHECK(section.find("`" + std::string(operation) + "`") != std::string::npos);
  }
}
