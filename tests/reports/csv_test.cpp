// Tables for spreadsheets: cells as RFC 4180 quotes them, and no formulas.
#include "reports/csv.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "tests/reports/example_replay.h"
#include "tests/support/consumers.h"

using namespace windtunnel;
using namespace windtunnel::reports;

namespace {

/// Cells of a line without line breaks inside cells.
std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> all(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted)
      all.emplace_back();
    else
      all.back() += c;
  }
  return all;
}

}  // namespace

TEST_CASE("cells are quoted, and what a spreadsheet would compute begins with an apostrophe") {
  CHECK(csv_cell("a \"b\", c") == "\"a \"\"b\"\", c\"");
  CHECK(csv_cell("=1+1") == "\"'=1+1\"");
  CHECK(csv_cell("@SUM(A1)") == "\"'@SUM(A1)\"");
  CHECK(csv_cell("-2+3") == "\"'-2+3\"");
  CHECK(csv_cell("a=b") == "\"a=b\"");
  for (const char* formula : {"\u00A0=1", "\u3000 @A1", "\uFF1D1+1", "\uFF20A1"})
    CHECK(csv_cell(formula) == "\"'" + std::string(formula) + "\"");
  CHECK(csv_cell("\t=1+1") == "\"'=1+1\"");
  CHECK(csv_cell("line\r\nbreak") == "\"line break\"");
}

TEST_CASE("every row of a table has the cells that its head names, and no cell of a stranger is a formula") {
  for (const Result& result : {example_report(), hostile(example_report())}) {
    for (const auto& [name, text] : csv_tables(result)) {
      INFO(name);
      std::istringstream lines(text);
      std::string line;
      std::getline(lines, line);
      const std::size_t heads = cells(line).size();
      std::size_t rows = 0;
      for (; std::getline(lines, line); ++rows) {
        INFO(line);
        CHECK(cells(line).size() == heads);
        for (const std::string& cell : cells(line))
          CHECK((cell.size() < 2 || cell[0] != '"' || std::string("=+@|%").find(cell[1]) == std::string::npos));
      }
      CHECK((rows > 0 || name == "detection.csv"));
      CHECK(text.find('\x1b') == std::string::npos);
    }
  }
}

TEST_CASE("Python's reader of spreadsheets' files finds rows of one length and no formula") {
  const std::string program =
      "import csv, sys\n"
      "rows = list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8'), strict=True))\n"
      "assert len({len(row) for row in rows}) == 1, 'rows differ in length'\n"
      "cells = [cell.lstrip() for row in rows for cell in row]\n"
      "assert not [cell for cell in cells if cell[:1] in ('=', '+', '@', '|', '%') and cell]\n"
      "assert not [cell for cell in cells if cell[:1] == '-' and not cell[1:2].isdigit()]\n";
  const windtunnel::testing::Folder folder;
  const std::string script = folder.write("read.py", program);
  for (const auto& [name, text] : csv_tables(hostile(example_report()))) {
    const windtunnel::testing::Ended read = windtunnel::testing::consumed("/usr/bin/python3 '" + script + "'", text);
    INFO(name << ": " << read.out);
    CHECK(read.status == 0);
  }
}
