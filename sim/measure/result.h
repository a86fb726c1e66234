// Everything that a batch of runs found, as plain structs; reports are functions of it and nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/measure/cost.h"
#include "sim/measure/record.h"
#include "sim/measure/replay.h"
#include "sim/measure/statistics.h"
#include "sim/scenario/expectation.h"

namespace windtunnel {

enum class RunStatus : std::uint8_t { measured, not_applicable, inconclusive };
/// `not_applicable`, of expectations only: there was nothing that the limit could speak of.
enum class Verdict : std::uint8_t { upheld, refuted, inconclusive, not_measured, not_measurable, not_applicable };

std::string_view to_text(RunStatus);
std::string_view to_text(Verdict);
std::string_view to_text(ExpectationLevel);

/// Things by name, in a given order; an object in JSON.
template <class T>
using ByName = std::vector<std::pair<std::string, T>>;

/// Recovery times. Quantiles count replications that never recovered; mean, its interval and max are of those that did.
struct RtoResult {
  std::optional<double> mean, p50, p95, p99, max;
  std::uint64_t never_recovered = 0;
  Estimate mean_interval, p50_interval, p95_interval;
};

struct JourneyResult {
  Estimate availability;  ///< good / offered requests in the window
  RtoResult rto_seconds;
  struct {
    std::optional<double> p50, p95;
    std::uint64_t never_recovered = 0;
  } objective_seconds;
  PhaseSeconds rto_phases_seconds;
  double hurt = 0;                      ///< share of replications in which the SLI fell below the recovery level
  double below_level_seconds = 0;       ///< mean per replication
  double below_objective_seconds = 0;   ///< mean per replication
  double hurt_share = 0;                ///< mean share of users still hurt between recovery and the full objective
  std::uint64_t worst_replication = 0;  ///< the one to replay: longest recovery, or the first that never recovered
};

struct RpoResult {
  struct {
    std::optional<double> p50, p95, max;  ///< null where some replications' loss has no bound
  } seconds;
  std::uint64_t unbounded = 0;  ///< replications in which no restore point existed
  double lost_writes = 0;       ///< mean per replication
  double stranded_writes = 0;   ///< mean per replication
};

struct DetectionResult {
  std::string alarm;
  double fired = 0;  ///< share of replications
  struct {
    std::optional<double> p50, p95;  ///< of those in which it fired
  } seconds;
};

/// A figure that a model or observer published, over the replications that published it.
struct ValueResult {
  std::uint64_t count = 0;       ///< values, possibly several per replication
  std::uint64_t unfinished = 0;  ///< times that had not ended when their drill was over; mean and largest are not known then
  std::optional<double> mean, p50, p95, max;
  std::string unit, meaning;
};

/// One number per replication, for charts and paired comparisons; null: never recovered, or unbounded.
struct ReplicationValues {
  ByName<std::vector<std::optional<double>>> rto_seconds;  ///< by journey
  std::vector<std::optional<double>> rpo_seconds;
};

/// One scenario (or one expansion of it, "zone-loss@primary.a") on one design.
struct RunResult {
  std::string design, scenario;
  std::uint64_t replications = 0;
  RunStatus status = RunStatus::measured;
  std::string reason;  ///< why it is not measured
  std::string fingerprint;
  ByName<JourneyResult> journeys;
  RpoResult rpo;
  std::vector<DetectionResult> detection;
  struct {
    double incident_extra = 0;  ///< mean per replication
    std::string currency = "USD";
  } cost;
  ReplicationValues replication_values;
  struct {
    std::uint64_t changed = 0, unchanged = 0;
  } struck;
  ByName<ValueResult> values;
  std::uint64_t events = 0;
  std::string replay;  ///< the command that tells the worst replication as a story; set by who knows the command line
  std::string title, description;  ///< of the scenario: what was asked
  double last_fault_seconds = 0;   ///< when its last fault strikes, after its first
  std::string disruption = {};     ///< of the scenario: "zone", "hardware"...; empty: of no kind
};

struct CauseResult {
  std::string cause;
  double share = 0;  ///< of the downtime
  double minutes_per_year = 0;
  std::uint64_t incidents = 0;
  bool planned = false;  ///< work that somebody schedules, such as a patch in its window: not a failure
};

/// A long run: years under nature.
struct AvailabilityResult {
  std::string design;
  Estimate unavailability;
  struct {
    std::optional<double> mean, p50, p95, p99, max;
  } downtime_minutes_per_year;
  struct {
    double target = 0;  ///< a share such as 0.9999
    Estimate probability;
    double minutes = 0;  ///< the downtime that the target allows in a year
  } budget;
  std::vector<CauseResult> causes;  ///< by share, largest first
  std::uint64_t years = 0;
  /// The sum of the causes' incidents: interruptions of any journey by one cause are one incident while each begins
  /// before the cause of the former is mended, or within an hour after the journeys were back. Different causes never
  /// merge, since they strike independently.
  std::uint64_t incidents = 0;
  bool resolved = false;          ///< at least 400 incidents: below that every interval for a mean is too narrow
  Estimate request_availability;  ///< good / offered requests of all journeys
  std::string fingerprint;
};

/// One level of credits of a contract.
struct CreditTierResult {
  double below = 0;      ///< uptime, a share
  double credit = 0;     ///< share of the month's charge
  Estimate probability;  ///< that a month owes this credit, and no higher one
};

/// The months of a design's years under nature, as one contract counts them.
struct ContractResult {
  std::string contract, policy, design;
  std::string counts;  ///< "time" or "requests"
  double bin_minutes = 1;
  std::uint64_t months = 0, months_with_credits = 0;
  struct {
    std::optional<double> mean, p50, p05, p01, min;  ///< shares; p05: one month in twenty is worse
  } uptime;
  Estimate kept;  ///< probability that a month owes nothing
  std::vector<CreditTierResult> tiers;
  struct {
    Estimate per_month;
    double charge = 0;  ///< a month's, of which credits are shares
    std::string currency = "USD";
  } credits;
};

/// What a static rule found.
struct FindingResult {
  std::string rule, severity, component, text;
  std::string file = {};               ///< where the component is written; else the design
  std::uint64_t line = 0, column = 0;  ///< 0: nowhere in a file
};

/// Where one of the numbers of a failure rate comes from.
struct RateSource {
  std::string parameter;       ///< of the component type: "outage_interval"
  std::string id;              ///< of the fact or assumption that the catalogue's default rests on
  bool stated = false;         ///< the design states another value than the catalogue
  std::string text = {};       ///< the fact's source; set by who knows the facts
  std::string confidence = {};  ///< the fact's
  bool operator==(const RateSource&) const = default;
};

/// How often nature hurts components of one type in one way: what years are drawn from.
struct FailureRateResult {
  std::string type, mode, meaning;  ///< of a component, zone or region; its fault mode, and what that is
  bool planned = false;             ///< work that somebody schedules
  std::string interval, duration;   ///< laws as a file writes them; no duration: it is not drawn, recovery follows
  double per_year = 0;              ///< occurrences in a year of 365 days of what is always up, for one unit
  std::uint64_t units = 0;          ///< that are struck, each on its own
  std::vector<RateSource> sources;
};

/// What a journey does in a week in which nothing fails.
struct HealthResult {
  std::string journey;
  double sli = 1;        ///< share of the week's requests that were answered well
  double objective = 1;  ///< the share that it is meant to have
  double recovery_level = 1;  ///< share of its SLI at which it counts as recovered
};

struct DesignResult {
  std::string design;
  MonthlyCost cost_monthly;
  std::vector<FindingResult> findings;
  std::string title = "", document = "";
  std::vector<AssumptionResult> assumptions = {};
  TopologyResult topology = {};
  std::string file = "";  ///< where the design is written
  std::vector<FailureRateResult> failure_rates = {};
  std::vector<HealthResult> health = {};
};

/// One judged expectation. `scenario` is empty for what belongs to no run: years under nature, contracts, the monthly
/// bill, and suppressions, whose own rows have the measure "suppression".
struct ExpectationResult {
  std::string scenario, design, journey;
  std::string measure;             ///< "rto.p95"
  std::string limit;               ///< as written: "<= 120 s"
  std::optional<double> measured;  ///< in base units (seconds, shares 0 to 1); null when not bounded
  Verdict verdict = Verdict::not_measured;
  ExpectationLevel level = ExpectationLevel::error;
  std::string measured_text;
  std::string because;
  std::string why;     ///< the file's own reason for the limit
  std::string replay;  ///< set by who knows the command line
  std::optional<std::uint64_t> worst_replication = {};  ///< by the row's own measure, to be replayed; not in the file, `replay` is
  std::string policy = {};             ///< name of the policy that sets it; empty: the scenario's own
  std::string contract = {};             ///< of measures of contracts: its name
  std::string file = {};                 ///< that states the limit
  std::uint64_t line = 0, column = 0;    ///< of the limit in the file
  double confidence = 0.95;              ///< of the interval that decided
  std::optional<double> baseline = {};   ///< of `increase`: the mean that it is compared with
  std::string suppressed = {};           ///< reason for which a failure counts for nothing; empty: it counts
  std::string suppressed_until = {};     ///< last day on which it does: "2029-06-30"
  /// Whether the row fails whoever runs this: an error that failed or was not decided, and is not suppressed.
  bool counts() const { return level == ExpectationLevel::error && suppressed.empty() && !is_kept(); }
  /// Whether nothing is missing: it held, or does not apply.
  bool is_kept() const { return verdict == Verdict::upheld || verdict == Verdict::not_applicable; }
};

/// One judgement of a claim on one run.
struct ClaimPart {
  std::string subject;  ///< "failover_seconds in zone-loss@primary.a"
  Verdict verdict = Verdict::not_measured;
  std::string measured, because;
  Estimate share = {};  ///< of replications, or years, that kept it; unknown where it was not judged by a share
};

/// What a verdict would be with one assumption at an end of what is plausible, and all else as it was.
struct TriedEnd {
  std::string assumption, value;
  Verdict verdict = Verdict::not_measured;
  std::string measured;            ///< there
  std::uint64_t replications = 0;  ///< of each run that was made again; 0: none had to be
};

struct ClaimResult {
  std::string id, design;
  Verdict verdict = Verdict::not_measured;
  std::string claimed, measured, because;
  std::vector<std::string> assumptions;
  std::string document, kind;
  std::int64_t line = 0;
  std::vector<ClaimPart> parts;
  std::vector<std::string> changes_at;  ///< ends of assumptions at which the verdict would be another: "ttl = 10 s: upheld"
  std::vector<TriedEnd> tried_ends = {};  ///< of each assumption that could be moved; in the order of `assumptions`
};

/// Recoveries of one run where an assumption was moved, beside those of the same replications as it stands: the same
/// faults at the same instants, and every draw. By journey; null: never recovered.
struct MovedRun {
  std::string scenario;  ///< name of the run
  std::uint64_t replications = 0;
  ByName<std::vector<std::optional<double>>> rto_seconds, usual_rto_seconds;
};

/// A design that could be chosen, with one of its assumptions, alone, at an end of what is plausible.
struct ChoiceEnd {
  std::string design, assumption, value;
  double cost_monthly = 0;      ///< there, in the currency of the design's own bill
  std::vector<MovedRun> moved;  ///< runs of the drills that decide whose recoveries are others there; the rest stay
};

struct Result {
  std::string schema = "windtunnel-result/1";
  std::string windtunnel;  ///< version
  std::uint64_t seed = 0;
  ByName<std::string> inputs;  ///< file: hash
  ByName<std::string> rules;   ///< static rules that were applied: what each demands
  std::vector<RunResult> runs;
  std::vector<AvailabilityResult> availability;
  std::vector<DesignResult> designs;
  std::vector<ExpectationResult> expectations;
  std::vector<ClaimResult> claims;
  std::vector<ReplayResult> replays;  ///< at most twenty incidents that reports show step by step
  std::string command;                ///< the command line that makes this result again
  std::vector<ContractResult> contracts;
  std::vector<ChoiceEnd> choice_ends;  ///< at which the choice between designs was tried; empty: it was not
};

/// The result file's text: indented, keys in a fixed order, ends with a newline.
std::string to_json(const Result& result);
/// Reads a result file; unknown keys are ignored, so that older readers take newer files. Throws std::runtime_error
/// with the place and what was expected.
Result from_json(std::string_view text);
/// The JSON Schema of the result file, derived from the same field lists as writer and reader.
std::string result_schema();

}  // namespace windtunnel
