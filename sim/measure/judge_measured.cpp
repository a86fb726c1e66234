// Claims about what happens in scenarios, and about years: judged by shares of replications.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/config/wording.h"
#include "sim/measure/cause_text.h"
#include "sim/measure/estimate.h"
#include "sim/measure/glob.h"
#include "sim/measure/judge_parts.h"
#include "sim/measure/measures.h"
#include "sim/measure/rounding.h"
#include "sim/measure/sample.h"
#include "sim/measure/wording.h"

namespace windtunnel {
namespace {

Verdict verdict_of(const Estimate& share, const DesignEvidence& evidence) {
  if (!evidence.at_face_value) return judge_share(share, evidence.required_share);
  return share.mean && *share.mean >= evidence.required_share ? Verdict::upheld : Verdict::refuted;
}

std::string position_of(Verdict verdict, double required) {
  const std::string share = share_text(required);
  if (verdict == Verdict::upheld) return "above the required " + share;
  if (verdict == Verdict::refuted) return "below the required " + share;
  return "too close to the required " + share + " to decide";
}

struct NamedPhase {
  double PhaseSeconds::*seconds;
  const char* text;
};

constexpr std::array<NamedPhase, 6> phases = {{{&PhaseSeconds::notice, "noticing it"},
                                               {&PhaseSeconds::decide, "deciding"},
                                               {&PhaseSeconds::act, "acting"},
                                               {&PhaseSeconds::propagate, "letting the change reach clients"},
                                               {&PhaseSeconds::warm_up, "warming up"},
                                               {&PhaseSeconds::drain, "draining the backlog"}}};

/// "; of the mean of 212 s, 94 s went into noticing it and 60 s into warming up".
std::string phases_text(const RunResult& run, const std::string& journey) {
  for (const auto& [name, result] : run.journeys) {
    if (name != journey || !result.rto_seconds.mean || !(*result.rto_seconds.mean > 0)) continue;
    std::array<NamedPhase, 6> order = phases;
    const PhaseSeconds& spent = result.rto_phases_seconds;
    std::stable_sort(order.begin(), order.end(),
                     [&](const NamedPhase& a, const NamedPhase& b) { return spent.*a.seconds > spent.*b.seconds; });
    std::string text = fmt::format("; of the mean of {}, {} went into {}", seconds_text(*result.rto_seconds.mean),
                                   seconds_text(spent.*order[0].seconds), order[0].text);
    if (spent.*order[1].seconds > 0) {
      text += fmt::format(" and {} into {}", seconds_text(spent.*order[1].seconds), order[1].text);
    }
    if (run.last_fault_seconds > 0)
      text += fmt::format("; the scenario's last fault strikes {} after its first, which counts as noticing",
                          seconds_text(run.last_fault_seconds));
    return text;
  }
  return "";
}

std::string never_text(const MeasuredSeries& series, const LimitedSample& sample) {
  const bool loss = series.name == "rpo";
  std::string text;
  if (sample.without_end > 0)
    text = fmt::format("; {} of them {}", count_text(sample.without_end),
                       loss                                     ? "had no restore point"
                       : series.name.rfind("detection", 0) == 0 ? "never fired"
                                                                : "never came to an end within the horizon");
  if (sample.unfinished > 0)
    text += fmt::format("; in {} of them it was not over when the drill was, which the share takes into account",
                        count_text(sample.unfinished));
  return text;
}

/// "p50 74.2 s, p95 112 s" as a clause: "was 74.2 s at p50 and 112 s at p95".
std::string spread_text(const MeasuredSeries& series, const LimitedSample& sample) {
  if (sample.unfinished == 0 && sample.sorted.front() == sample.sorted.back())
    return "was " + value_text(sample.sorted.front(), series.unit) + " in every replication";
  const Spread spread = spread_of(sample);
  if (spread.p50 && spread.p95)
    return fmt::format("was {} at p50 and {} at p95", value_text(*spread.p50, series.unit), value_text(*spread.p95, series.unit));
  if (spread.p50)
    return fmt::format("was {} at p50, with a p95 that this sample cannot bound", value_text(*spread.p50, series.unit));
  if (sample.unfinished > 0) {
    const auto shorter = [](const Survival& a, const Survival& b) { return a.time < b.time; };
    const auto [least, most] = std::minmax_element(sample.times.begin(), sample.times.end(), shorter);
    return fmt::format("ran from {} to more than {}", value_text(least->time, series.unit), value_text(most->time, series.unit));
  }
  return fmt::format("ran from {} to {}", value_text(sample.sorted.front(), series.unit),
                     value_text(sample.sorted.back(), series.unit));
}

/// The meaning of a measure as the subject of a sentence: "the time from the loss of a unit until ..."; of a yes or no what
/// is so where it is yes.
std::string subject_of(const MeasuredSeries& series) {
  constexpr std::array<std::string_view, 2> yes = {"yes (1) when ", "yes (1) where "};
  constexpr std::array<std::string_view, 5> clauses = {"from ", "for which ", "by which ", "during which ", "that "};
  const std::string& meaning = series.meaning;
  if (meaning.empty()) return series.name;
  for (const std::string_view begin : yes)
    if (meaning.rfind(begin, 0) == 0) return meaning.substr(begin.size(), meaning.find(", no (0)") - begin.size());
  for (const std::string_view begin : clauses)
    if (series.unit == "s" && meaning.rfind(begin, 0) == 0) return "the time " + meaning;
  return meaning;
}

/// " (journey order)" or " (primary.db)": whose figure it is, where the meaning does not say it.
std::string owner_of(const MeasuredSeries& series) {
  if (!series.journey.empty()) return fmt::format(" (journey {})", series.journey);
  const std::size_t dot = series.name.rfind('.');
  if (dot == std::string::npos || series.name.rfind("detection.", 0) == 0) return "";
  return fmt::format(" ({})", series.name.substr(0, dot));
}

std::string because(const Judgement& judgement, const RunResult& run, const MeasuredSeries& series,
                    const LimitedSample& sample, Verdict verdict, double required) {
  const std::string subject = subject_of(series), owner = owner_of(series);
  const std::string share = fmt::format("{}, 95 % interval {}, {}", share_text(sample.share),
                                        share_interval_text(sample.share), position_of(verdict, required));
  if (is_yes_or_no(series)) {
    const auto yes = std::count(sample.values.begin(), sample.values.end(), 1.0);
    return fmt::format("in {}, {}{} in {} of {} replications that called upon it; {} kept {} ({})", run.scenario,
                       subject, owner, count_text(static_cast<std::uint64_t>(yes)), count_text(sample.values.size()),
                       count_text(sample.kept), judgement.limit.text, share);
  }
  return fmt::format("in {}, {}{} {}; {} of {} replications kept {} ({}){}{}", run.scenario, subject, owner,
                     spread_text(series, sample), count_text(sample.kept), count_text(sample.values.size()),
                     judgement.limit.text, share, never_text(series, sample),
                     series.name == "rto" ? phases_text(run, series.journey) : "");
}

ClaimPart judge_one(const Judgement& judgement, const RunResult& run, const MeasuredSeries& series,
                    const DesignEvidence& evidence) {
  const LimitedSample sample = limited_sample(series, judgement.limit);
  ClaimPart part;
  part.subject =
      fmt::format("{}{}{} in {}", series.journey, series.journey.empty() ? "" : ": ", series.name, run.scenario);
  part.verdict = verdict_of(sample.share, evidence);
  part.share = rounded(sample.share);
  part.measured = measured_text(series, sample, judgement.limit);
  part.because = because(judgement, run, series, sample, part.verdict, evidence.required_share);
  return part;
}

ClaimPart nothing(const Judgement& judgement, Verdict verdict, std::string because) {
  return {fmt::format("{} in {}", judgement.measure, judgement.scenario), verdict, "nothing", std::move(because)};
}

std::string causes_text(const AvailabilityResult& result) {
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(2, result.causes.size()); ++i) {
    text += fmt::format("{}{} from {}", i == 0 ? ", " : " and ", share_text(result.causes[i].share),
                        cause_text(result.causes[i].cause, result.causes[i].planned));
  }
  return text;
}

/// Where an interval straddles the required share: how many years would narrow it enough, as it narrows with their square root.
std::string settled_by(const Estimate& share, double required, std::uint64_t years) {
  if (!share.mean || !share.low || !share.high) return "";
  const double half_width = (*share.high - *share.low) / 2, distance = std::abs(*share.mean - required);
  constexpr double most = 1e7;  // as many as can be asked for
  const double ratio = distance > 0 ? half_width / distance : most;
  const double needed = ratio * ratio * static_cast<double>(years);
  if (needed >= most) return "";
  const double step = needed < 10'000 ? 100 : 1000;
  return fmt::format(": a share that stays as it is would be told apart from {} by about {} years", share_text(required),
                     count_text(static_cast<std::uint64_t>(std::ceil(needed / step) * step)));
}

}  // namespace

std::vector<ClaimPart> judge_measured(const Judgement& judgement, const DesignEvidence& evidence) {
  std::vector<ClaimPart> parts;
  std::vector<std::string> silent, elsewhere;
  for (const RunEvidence& run : evidence.runs) {
    if (!run_matches(judgement.scenario, run.result->scenario)) continue;
    if (run.result->status == RunStatus::not_applicable) {
      elsewhere.push_back(run.result->scenario + " does not apply: " + run.result->reason);
      continue;
    }
    if (run.result->status == RunStatus::inconclusive) {
      parts.push_back(nothing(judgement, Verdict::inconclusive, run.result->scenario + ": " + run.result->reason));
      continue;
    }
    bool called = false;
    for (const MeasuredSeries& series :
         measure_series(judgement.measure, judgement.journey, *run.labels, run.records)) {
      if (series.values.empty()) continue;
      parts.push_back(judge_one(judgement, *run.result, series, evidence));
      called = true;
    }
    if (!called) silent.push_back(run.result->scenario);
  }
  if (!parts.empty()) return parts;
  if (!silent.empty()) {
    return {nothing(judgement, Verdict::not_measured,
                    fmt::format("no replication of {} called upon {}", listed(silent), judgement.measure))};
  }
  if (!elsewhere.empty()) return {nothing(judgement, Verdict::not_measured, listed(elsewhere))};
  return {nothing(judgement, Verdict::not_measured,
                  fmt::format("no run of {} matches \"{}\" in this batch", evidence.design, judgement.scenario))};
}

ClaimPart judge_availability(const Judgement& judgement, const DesignEvidence& evidence) {
  ClaimPart part;
  part.subject = "availability over years";
  part.measured = "nothing";
  if (!evidence.availability) {
    part.because = fmt::format("no long run of {} was made", evidence.design);
    return part;
  }
  AvailabilityResult result = *evidence.availability;
  if (std::abs(result.budget.target - judgement.value) > 1e-9) {
    if (!evidence.year_labels || evidence.years.empty()) {
      part.because =
          fmt::format("the long run was judged on {}, and its years were not kept", share_text(result.budget.target));
      return part;
    }
    result = estimate_availability(evidence.design, judgement.value, *evidence.year_labels, evidence.years);
  }
  part.verdict = verdict_of(result.budget.probability, evidence);
  part.share = result.budget.probability;
  const std::string budget =
      fmt::format("the {} that {} allows", seconds_text(result.budget.minutes * 60), share_text(judgement.value));
  const auto& downtime = result.downtime_minutes_per_year;
  part.measured = fmt::format("{} of years keep the budget (95 % interval {}); mean downtime {} a year{}",
                              share_text(result.budget.probability), share_interval_text(result.budget.probability),
                              downtime.mean ? seconds_text(*downtime.mean * 60) : "unknown",
                              result.resolved ? "" : ", a mean that is not resolved");
  part.because = fmt::format(
      "{} of {} simulated years stay within {} (95 % interval {}), {}{}; a year's downtime is {} in the mean{}{}",
      share_text(result.budget.probability), count_text(result.years), budget,
      share_interval_text(result.budget.probability), position_of(part.verdict, evidence.required_share),
      part.verdict == Verdict::inconclusive ? settled_by(result.budget.probability, evidence.required_share, result.years) : "",
      downtime.mean ? seconds_text(*downtime.mean * 60) : "unknown",
      downtime.p95 ? fmt::format(" and {} at p95", seconds_text(*downtime.p95 * 60)) : "", causes_text(result));
  return part;
}

}  // namespace windtunnel
