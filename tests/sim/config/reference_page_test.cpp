// The reference page: one row per parameter, nothing that breaks a Markdown table.
#include "sim/config/reference_page.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/sim/config/sample_parameters.h"

using namespace windtunnel;

namespace {

struct Awkward {
  std::string separator = "|";
  static ParameterTable parameters() {
    return parameter_table<Awkward>(
        parameter<&Awkward::separator>("separator", "Either | or\na line.", "sample.separator"));
  }
};

}  // namespace

TEST_CASE("a table has a row for each parameter") {
  CHECK(reference_table(parameters_of<sample::HealthCheck>()) ==
        "| name | kind | default | range | meaning | source |\n"
        "|---|---|---|---|---|---|\n"
        "| `interval` | duration (us, ms, s, min, h, d, w, y) | `30 s` | between 5 s and 5 min | Time between two "
        "probes. | alb.hc.interval |\n"
        "| `unhealthy_threshold` | whole number | `2` | between 2 and 10 | Failed probes in a row. | "
        "alb.hc.unhealthy_threshold |\n"
        "| `path` | text | `\"/\"` |  | What it asks for. | alb.hc.path |\n");
}

TEST_CASE("nested parameters stand by their path, with words, ends and capabilities") {
  const std::string page = reference_table(parameters_of<sample::Everything>());
  for (const char* row : {"| `zone` | zone | required |  | Zone that holds it. | document |",
                          "| `health_check.interval` | duration (us, ms, s, min, h, d, w, y) | `10 s` |",
                          "| `routing` | one of round_robin, least_outstanding | `round_robin` |  | How it picks a "
                          "target. `least_outstanding`: fewest open requests first |",
                          "| `scaling` | list of one of target_tracking, step | none |",
                          "| `scaling.target_tracking.cpu` | share (%) | `70 %` | above 0 %; plausibly 50 % to 85 % |",
                          "| `targets` | list of component | none |  | Where requests go. Names a component that "
                          "offers serving. | document |",
                          "| `tags` | map of text | none |"}) {
    INFO(row);
    CHECK(page.find(row) != std::string::npos);
  }
}

TEST_CASE("bars and line ends do not break the table") {
  const std::string page = reference_table(parameters_of<Awkward>());
  CHECK(page.find("| `separator` | text | `\"\\|\"` |  | Either \\| or a line. | sample.separator |\n") !=
        std::string::npos);
  CHECK(std::count(page.begin(), page.end(), '\n') == 3);
}
