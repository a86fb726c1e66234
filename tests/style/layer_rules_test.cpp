// Each rule on layers can fail, and lets pass what is allowed.
#include <catch2/catch.hpp>

#include "tests/style/rules.h"

namespace windtunnel::style {
namespace {

std::vector<std::string> violations_told(const std::vector<Violation>& violations) {
  std::vector<std::string> result;
  for (const auto& violation : violations) result.push_back(to_text(violation));
  return result;
}

SourceFile including(std::string path, const std::string& included) {
  return make_source(std::move(path),
                     "// What this file is about.\n#include <vector>\n#include \"" + included + "\"\n");
}

bool allows(const std::string& path, const std::string& included) {
  return check_include_direction(including(path, included)).empty();
}

}  // namespace

TEST_CASE("an include upwards is refused with its place") {
  CHECK(violations_told(check_include_direction(including("sim/kernel/a.cpp", "sim/config/b.h"))) ==
        std::vector<std::string>{"sim/kernel/a.cpp:3: sim/kernel may not include sim/config (sim/config/b.h)"});
}

TEST_CASE("layers include themselves and what is below") {
  CHECK(allows("sim/kernel/a.h", "sim/kernel/b.h"));
  CHECK(allows("sim/config/a.h", "sim/kernel/b.h"));
  CHECK(allows("sim/run/a.h", "sim/measure/b.h"));
  CHECK(allows("models/network/a.cpp", "sim/design/b.h"));
  CHECK(allows("reports/a.cpp", "sim/measure/b.h"));
  CHECK(allows("tools/a.cpp", "reports/b.h"));
  CHECK(allows("tests/models/a_test.cpp", "sim/run/b.h"));
  CHECK(allows("sim/kernel/a.h", "generated/version.h"));
}

TEST_CASE("layers include nothing above or beside") {
  CHECK_FALSE(allows("sim/traffic/a.h", "sim/config/b.h"));
  CHECK_FALSE(allows("sim/design/a.h", "sim/scenario/b.h"));
  CHECK_FALSE(allows("sim/measure/a.h", "sim/run/b.h"));
  CHECK_FALSE(allows("sim/run/a.h", "models/b.h"));
  CHECK_FALSE(allows("sim/run/a.h", "tools/b.h"));
  CHECK_FALSE(allows("sim/run/a.h", "tests/b.h"));
  CHECK_FALSE(allows("models/a.h", "sim/measure/b.h"));
  CHECK_FALSE(allows("models/a.h", "reports/b.h"));
  CHECK_FALSE(allows("reports/a.h", "models/b.h"));
  CHECK_FALSE(allows("reports/a.h", "sim/run/b.h"));
  CHECK_FALSE(allows("sim/kernel/a.h", "../config/b.h"));
  CHECK_FALSE(allows("sim/unheard_of/a.h", "sim/kernel/b.h"));
}

TEST_CASE("an include in a comment is none") {
  CHECK(check_include_direction(make_source("sim/kernel/a.h", "// #include \"sim/run/b.h\"\n")).empty());
}

TEST_CASE("a model does not include another model") {
  CHECK(violations_told(check_models_apart(including("models/network/nat_gateway.cpp", "models/edge/route53.h"))) ==
        std::vector<std::string>{
            "models/network/nat_gateway.cpp:3: a model may not include another (models/edge/route53.h)"});
  CHECK(check_models_apart(including("models/network/a.cpp", "models/network/a.h")).empty());
  CHECK(check_models_apart(including("models/network/a.cpp", "models/zonal.h")).empty());
  CHECK(check_models_apart(including("models/network/a.cpp", "models/network/shared/b.h")).empty());
  CHECK(check_models_apart(including("models/network/shared/b.h", "models/network/shared/c.h")).empty());
  CHECK(check_models_apart(including("models/network/a.cpp", "models/edge/shared/b.h")).size() == 1);
  CHECK(check_models_apart(including("models/network/shared/b.h", "models/network/a.h")).size() == 1);
  CHECK(check_models_apart(including("models/zonal.h", "models/network/shared/b.h")).size() == 1);
  CHECK(check_models_apart(including("models/importers/a.cpp", "models/importers/b.h")).empty());
}

TEST_CASE("the engine names no product, in identifiers or literals") {
  const auto count = [](const std::string& code) {
    return check_product_words(make_source("sim/run/a.cpp", code)).size();
  };
  CHECK(violations_told(check_product_words(make_source("sim/run/a.cpp", "int a;\nRoute53Failover b;"))) ==
        std::vector<std::string>{"sim/run/a.cpp:2: the engine knows no cloud, but names route53 (Route53Failover)"});
  CHECK(count("int ec2_count;") == 1);
  CHECK(count("NatGateway gateway; nat_gateway();") == 2);
  CHECK(count("if (type == \"rds_instance\") {}") == 1);
  CHECK(count("bucket(\"s3\"); s3_bucket();") == 2);
  CHECK(count("std::uint64_t s0, s1, s2, s3;") == 0);
  CHECK(count("int records, words, seconds, balance; // as Aurora does") == 0);
  CHECK(check_product_words(make_source("models/data/aurora.cpp", "int aurora;")).empty());
}

}  // namespace windtunnel::style
