// The result as a page for a review or a comment: the answer and what failed first, all that they rest on folded away.
#include "reports/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reports/answer.h"
#include "reports/choice.h"
#include "reports/critical_path.h"
#include "reports/markdown_text.h"
#include "reports/markup.h"
#include "reports/text.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports {
namespace {

std::string escaped(std::string_view text) { return markdown_text(text); }

/// A name or command as code; what would end the code span is escaped as text in its place.
std::string code(std::string_view text) {
  const std::string safe = visible(text);
  if (safe.empty() || safe.find_first_of("`|") != std::string::npos) return escaped(text);
  return "`" + safe + "`";
}

std::string row(const std::vector<std::string>& cells) { return markdown_row(cells); }

std::string table_head(const std::vector<std::string>& names) {
  return row(names) + row(std::vector<std::string>(names.size(), "---"));
}

/// A name in a heading that is HTML, in which code hosts look for names of people and numbers of issues all the
/// same.
std::string heading_name(std::string_view text) {
  std::string name, part;
  for (const char c : visible(text)) {
    part += c;
    if (c == '@' || c == '#') name += markup(std::exchange(part, "")) + "<!-- -->";
  }
  return name + markup(part);
}

/// A section that a reader opens; its heading is what stays in sight. The text is Markdown already.
std::string folded(const std::string& heading, const std::string& text) {
  return text.empty() ? "" : "<details>\n<summary>" + heading + "</summary>\n\n" + text + "</details>\n\n";
}

std::string verdict_word(Verdict verdict) {
  std::string word(windtunnel::to_text(verdict));
  std::replace(word.begin(), word.end(), '_', ' ');
  return verdict == Verdict::refuted || verdict == Verdict::inconclusive ? "**" + word + "**" : word;
}

std::string seconds_or_dash(const std::optional<double>& seconds) { return seconds ? seconds_text(*seconds) : "–"; }

/// Which of several designs to choose, what fails first in each, and what that rests on.
std::string choice_section(const Result& result) {
  if (in_time(result, choice_limit).size() < 2) return "";
  std::string text = "**" + escaped(finding_text(result, choice_limit)) + ".**\n\n";
  text += escaped(choice_text(result, choice_limit)) + "\n\n";
  std::string failures;
  for (const DesignAnswer& answer : answers(result))
    if (!answer.targets.empty() || !answer.others.empty())
      failures += fmt::format("- {}: {}\n", escaped(answer.design), escaped(first_failure_text(result, answer.design)));
  if (!failures.empty()) text += "What fails first:\n\n" + failures + "\n";
  if (const std::string foundation = foundation_text(result); !foundation.empty())
    text += "What this rests on: " + escaped(foundation) + "\n\n";
  return text;
}

std::string answer_section(const Result& result) {
  std::string text = "# " + escaped(headline(result)) + "\n\n" + choice_section(result);
  for (const DesignAnswer& answer : answers(result)) {
    if (answer.targets.empty() && answer.others.empty()) continue;
    text += fmt::format("## {}: targets {}; other claims {}\n\n", escaped(answer.design), to_text(answer.target_tally),
                        to_text(answer.other_tally));
    for (const ClaimResult* claim : answer.targets) {
      text += fmt::format("- {} {} “{}”: {}\n", verdict_word(claim->verdict), code(claim->id), escaped(claim->claimed),
                          escaped(claim->because));
    }
    for (const ClaimResult* claim : answer.others) {
      if (claim->verdict != Verdict::refuted && claim->verdict != Verdict::inconclusive) continue;
      text += fmt::format("- {} {} “{}”: {}\n", verdict_word(claim->verdict), code(claim->id), escaped(claim->claimed),
                          escaped(claim->because));
    }
    text += "\n";
  }
  return text;
}

std::string failure_section(const Result& result) {
  if (result.expectations.empty()) return "";
  std::string text = "## " + expectation_heading(result) + "\n\n";
  const auto failed = failures(result);
  if (failed.empty()) return text;
  text += table_head({"verdict", "level", "design", "run", "journey", "expectation", "measured", "because", "replay"});
  for (const ExpectationResult* e : failed) {
    std::string word = e->verdict == Verdict::refuted        ? "**failed**"
                       : e->verdict == Verdict::inconclusive ? "**inconclusive**"
                                                             : "**not measured**";
    if (!e->suppressed.empty())
      word = fmt::format("suppressed until {}: {}", escaped(e->suppressed_until), escaped(e->suppressed));
    const std::string replay = replay_command(result, *e);
    text += row({word, std::string(windtunnel::to_text(e->level)), escaped(e->design.empty() ? subject_text(*e) : e->design),
                 e->scenario.empty() ? escaped(e->contract) : code(e->scenario), escaped(e->journey),
                 escaped(e->measure + " " + e->limit), escaped(e->measured_text), escaped(e->because),
                 replay.empty() ? "" : code(replay)});
  }
  return text + "\n";
}

std::string run_section(const Result& result) {
  if (result.runs.empty()) return "";
  std::string text = table_head({"design", "run", "journey", "RTO p50", "RTO p95", "RTO p99", "never recovered",
                                 "RPO p95", "SLI", "95 % interval", "replications"});
  std::string silent;
  for (const RunResult& run : result.runs) {
    if (run.status != RunStatus::measured) {
      silent += fmt::format("- {} on {} {}: {}\n", code(run.scenario), escaped(run.design),
                            run.status == RunStatus::inconclusive ? "is inconclusive" : "does not apply",
                            escaped(run.reason));
      continue;
    }
    const std::string loss = run.rpo.unbounded > 0 ? "unbounded" : seconds_or_dash(run.rpo.seconds.p95);
    for (const auto& [name, journey] : run.journeys) {
      const RtoResult& rto = journey.rto_seconds;
      text += row({escaped(run.design), code(run.scenario), escaped(name), seconds_or_dash(rto.p50),
                   seconds_or_dash(rto.p95), seconds_or_dash(rto.p99), count_text(rto.never_recovered), loss,
                   share_text(journey.availability), share_interval_text(journey.availability),
                   count_text(run.replications)});
    }
  }
  text += "\n";
  return folded("Runs", silent.empty() ? text : text + "What said nothing:\n\n" + silent + "\n");
}

/// Phases stay in seconds and undivided, so that the printed parts add up to the printed mean.
std::string plain_seconds(double seconds) { return fmt::format("{:.10g} s", seconds); }

std::string phase_section(const Result& result) {
  std::string rows;
  for (const RunResult& run : result.runs) {
    for (const auto& [name, journey] : run.journeys) {
      if (!journey.rto_seconds.mean || !(*journey.rto_seconds.mean > 0)) continue;
      const PhaseSeconds& p = journey.rto_phases_seconds;
      rows += row({escaped(run.design), code(run.scenario), escaped(name), plain_seconds(*journey.rto_seconds.mean),
                   plain_seconds(p.notice), plain_seconds(p.decide), plain_seconds(p.act), plain_seconds(p.propagate),
                   plain_seconds(p.warm_up), plain_seconds(p.drain)});
    }
  }
  if (rows.empty()) return "";
  return folded("What recovery waited for",
                "Means over the replications that recovered.\n\n" +
                    table_head({"design", "run", "journey", "mean RTO", "notice", "decide", "act", "propagate",
                                "warm up", "drain"}) +
                    rows + "\n");
}

std::string incident_section(const Result& result) {
  std::string text;
  for (const ReplayResult& replay : result.replays) {
    const ReplayResult::Recovery* slowest = slowest_recovery(replay);
    if (!slowest || slowest->waits.empty()) continue;
    text += fmt::format("{} on {}, replication {}: {} is back after {}.\n\n", code(replay.scenario), escaped(replay.design),
                        replay.replication, escaped(slowest->journey), seconds_text(slowest->seconds));
    text += table_head({"from", "for", "phase", "until"});
    for (const Step& step : steps_of(*slowest))
      text += row({plain_seconds(step.from_seconds), seconds_text(step.until_seconds - step.from_seconds),
                   escaped(step.phase), escaped(step.text)});
    if (const std::string savings = savings_text(replay); !savings.empty()) text += "\n" + escaped(savings) + "\n";
    text += "\n";
  }
  return folded("Incidents, step by step", text);
}

std::string availability_section(const Result& result) {
  if (result.availability.empty()) return "";
  std::string text;
  for (const AvailabilityResult& availability : result.availability) {
    text += fmt::format("- {}: {}.\n", escaped(availability.design), escaped(availability_text(availability)));
  }
  return folded("Availability over years", text + "\n");
}

std::string contract_section(const Result& result) {
  if (result.contracts.empty()) return "";
  std::string text;
  for (const ContractResult& contract : result.contracts)
    text += fmt::format("- {}, contract {}: {}.\n", escaped(contract.design), escaped(contract.contract),
                        escaped(contract_text(contract)));
  return folded("Contracts", text + "\n");
}

std::string finding_section(const Result& result) {
  const auto findings = foremost_findings(result, std::size_t(-1));
  if (findings.empty()) return "";
  std::string text = table_head({"design", "severity", "rule", "component", "finding"});
  for (const DesignFinding& found : findings) {
    text += row({escaped(found.design->design), escaped(found.finding->severity), code(found.finding->rule),
                 code(found.finding->component), escaped(found.finding->text)});
  }
  return folded("Findings", text + "\n");
}

std::string cost_section(const Result& result) {
  std::string all;
  for (const DesignResult& design : result.designs) {
    const MonthlyCost& cost = design.cost_monthly;
    std::string text = escaped(cost_text(cost)) + "\n\n";
    if (!cost.lines.empty())
      text += table_head({"item", "component", "quantity", "unit", "price", "a month", "source"});
    for (const CostLine& line : cost.lines) {
      text += row({escaped(line.item), code(line.component), figure_text(line.quantity), escaped(line.unit),
                   line.price ? fmt::format("{:.6g}", *line.price) : "unknown",
                   line.amount ? money_text(*line.amount, cost.currency) : "unknown", escaped(line.source)});
    }
    all += folded("Cost of " + heading_name(design.design), text + "\n");
  }
  return all;
}

std::string ledger_section(const Result& result) {
  std::string all;
  for (const DesignAnswer& answer : answers(result)) {
    if (answer.targets.empty() && answer.others.empty()) continue;
    std::string text = table_head({"id", "claim", "verdict", "measured", "because", "assumptions"});
    for (const ClaimResult& claim : result.claims) {
      if (claim.design != answer.design) continue;
      std::vector<std::string> assumptions;
      for (const std::string& id : claim.assumptions) assumptions.push_back(code(id));
      std::string rests = listed(assumptions);
      for (const std::string& end : claim.changes_at)
        rests += fmt::format("{}changes at {}", rests.empty() ? "" : "; ", escaped(end));
      const EndsTried ends = ends_tried(claim);
      if (!ends.holding.empty()) rests += "; the same at the ends of " + escaped(listed(ends.holding));
      if (!ends.untried.empty()) rests += "; not tried: " + escaped(listed(ends.untried));
      const std::string place =
          claim.document.empty() ? "" : fmt::format(" ({}:{})", escaped(claim.document), claim.line);
      text += row({code(claim.id), "“" + escaped(claim.claimed) + "”" + place, verdict_word(claim.verdict),
                   escaped(claim.measured), escaped(claim.because), rests});
    }
    all += folded("Claims of " + heading_name(answer.design), text + "\n");
  }
  return all;
}

std::string origin_section(const Result& result) {
  const std::string replications = replications_text(result);
  std::string text = fmt::format("windtunnel {}, seed {}{}.\n\n", escaped(result.windtunnel), result.seed,
                                 replications.empty() ? "" : ", " + replications + " replications a run");
  if (!result.inputs.empty()) text += table_head({"input", "hash"});
  for (const auto& [file, hash] : result.inputs) text += row({code(file), code(hash)});
  return folded("How this was made", text + "\n");
}

}  // namespace

std::string markdown(const Result& result) {
  return answer_section(result) + failure_section(result) + run_section(result) + phase_section(result) + incident_section(result) +
         availability_section(result) + contract_section(result) + finding_section(result) + cost_section(result) + ledger_section(result) +
         origin_section(result);
}

}  // namespace windtunnel::reports
