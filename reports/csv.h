// A result as tables for spreadsheets (RFC 4180), in which no text of a file can become a formula.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/measure/result.h"

namespace windtunnel::reports {

/// A cell: quoted where needed; text that a spreadsheet would take for a formula begins with an apostrophe.
std::string csv_cell(std::string_view text);

/// File name and text of each table: runs, detection, availability, causes, expectations, claims, costs, findings,
/// assumptions, replications.
std::vector<std::pair<std::string, std::string>> csv_tables(const Result& result);

}  // namespace windtunnel::reports
