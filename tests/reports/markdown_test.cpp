// The page for a review: same order, the ledger in full, tables that no text can break.
#include "reports/markdown.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "tests/reports/example_replay.h"
#include "tests/support/consumers.h"

using namespace windtunnel;
using namespace windtunnel::reports;
using Catch::Contains;

namespace {

/// Cells of a table row: bars that are not escaped.
std::size_t bars(const std::string& line) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '|') {
      ++count;
    }
  }
  return count;
}

/// Every table has as many cells in each row as in its head.
bool tables_are_whole(const std::string& page) {
  std::istringstream lines(page);
  std::string line;
  std::size_t head = 0;
  for (; std::getline(lines, line);) {
    if (line.empty() || line[0] != '|') {
      head = 0;
    } else if (head == 0) {
      head = bars(line);
    } else if (bars(line) != head) {
      return false;
    }
  }
  return true;
}

}  // namespace

TEST_CASE("of several designs the page says which to choose, what fails first and what that rests on") {
  Result two = example_report();
  std::erase_if(two.runs, [](const RunResult& run) { return run.scenario != "zone-loss@a"; });  // the one that both have
  const std::string page = markdown(two);
  const std::size_t choice = page.find("within 15 min");
  CHECK(choice < page.find("## shop"));
  CHECK(page.find("What fails first:") < page.find("## shop"));
  CHECK(page.find("What this rests on: ") < page.find("## shop"));
  CHECK(markdown(example_result()).find("What fails first:") == std::string::npos);  // one design is no choice
}

TEST_CASE("the page begins with the answer and has the ledger in full") {
  const std::string page = markdown(example_result());
  CHECK(page.rfind("# 1 design: 2 targets (1 refuted, 1 upheld)", 0) == 0);
  CHECK_THAT(
      page,
      Contains("| `shop-02` | “quote of shop-02” (shop.md:7) | **refuted** | measured of shop-02 | the reason of 02 | "
               "`resolver-cache`; changes at resolver-cache = 10 s: upheld |"));
  CHECK_THAT(page, Contains("| `shop-05` | “quote of shop-05” (shop.md:7) | not measured |"));
  CHECK_THAT(page, Contains("`windtunnel trace shop region-loss --seed 42 --replication 417`"));
  CHECK_THAT(
      page,
      Contains("| shop | `zone-loss@a` | order | 84 s | 112 s | – | 0 | 12 s | 98.71 % | 97.8 % to 99.31 % | 1 000 |"));
  CHECK_THAT(page, Contains("| NAT hours | `primary.nat` | 730 | h | 0.045 | 32.85 USD | price book |"));
  CHECK_THAT(page, Contains("| support plan |  | 0 |  | unknown | unknown |  |"));
  CHECK_THAT(page, Contains("- `cache-loss` on shop does not apply: the design has no cache"));
  CHECK_THAT(page, Contains("| `shop.yaml` | `9f86d081` |"));
  CHECK(tables_are_whole(page));
}

TEST_CASE("text from files cannot break a table, start mark-up or hide") {
  Result result = example_result();
  result.claims[1].claimed = "a | b <script>alert(1)</script> **c** [x](http://y) `d`\n| e \xE2\x80\xAE";
  result.claims[1].id = "id|`x`";
  result.designs[0].findings[0].text = "| | |\n\n# heading";
  result.runs[0].scenario = "zone|loss";
  const std::string page = markdown(result);
  CHECK(tables_are_whole(page));
  CHECK(page.find("<script>") == std::string::npos);
  CHECK(page.find("\n# heading") == std::string::npos);
  CHECK_THAT(page, Contains("\\<script\\>") && Contains("\\*\\*c\\*\\*") && Contains("\\<U+202E\\>"));
}

TEST_CASE("the check of tables would notice a broken one") {
  CHECK_FALSE(tables_are_whole("| a | b |\n| --- | --- |\n| c |\n"));
  CHECK(tables_are_whole("| a | b |\n| --- | --- |\n| c\\|d | e |\n"));
}

TEST_CASE("an empty result is a page") {
  CHECK_THAT(markdown(Result{}), Contains("# 0 designs.") && Contains("seed 0"));
}

TEST_CASE("printed phases add up to the printed mean") {
  Result result = example_result();
  JourneyResult& order = result.runs[1].journeys[0].second;
  order.rto_seconds.mean = 744.3;
  order.rto_phases_seconds = {100.1, 0, 200.1, 444.1, 0, 0};
  CHECK_THAT(markdown(result), Contains("| 744.3 s | 100.1 s | 0 s | 200.1 s | 444.1 s | 0 s | 0 s |"));
}

TEST_CASE("the answer and what failed stand open, everything else is folded") {
  const std::string page = markdown(example_result());
  const std::string open = page.substr(0, page.find("<details>"));
  CHECK_THAT(open, Contains("# 1 design") && Contains("## Expectations: 1 of 3 held") && Contains("**failed**"));
  for (const char* heading : {"Runs", "Findings", "Cost of shop", "Claims of shop", "How this was made"})
    CHECK_THAT(page, Contains("<details>\n<summary>" + std::string(heading) + "</summary>\n\n"));
  CHECK(open.find("## Runs") == std::string::npos);
}

TEST_CASE("GitHub's renderer makes tables and folds of the page, and of hostile text nothing but text") {
  Result spoilt = hostile(example_report());
  spoilt.claims[1].because = "see https://evil.example, www.evil.example, me@evil.example, @everyone, #12 and GH-3";
  for (const Result& result : {example_report(), spoilt}) {
    const std::string html = windtunnel::testing::rendered_markdown(markdown(result));
    const auto count = [&html](const std::string& what) {
      std::size_t found = 0;
      for (std::size_t at = html.find(what); at != std::string::npos; at = html.find(what, at + 1)) ++found;
      return found;
    };
    CHECK(count("<table>") >= 6);
    CHECK(count("<table>") == count("</table>"));
    CHECK(count("<details>") == count("</details>"));
    CHECK(count("<details>") >= 7);
    for (const char* mark : {"<script", "<img", "<a ", "href=", "&lt;details", "mailto:"}) {
      INFO(mark);
      CHECK(count(mark) == 0);
    }
    // Names of people and numbers of issues are linked by the host in text that nothing interrupts.
    CHECK(count("@everyone") == 0);
    CHECK(count("#12") == 0);
  }
}
