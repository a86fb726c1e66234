// Web access control list: rules in front of a load balancer or distribution; what it costs, and what its own loss does.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "models/billing.h"
#include "sim/design/component.h"
#include "sim/design/design.h"
#include "sim/design/wiring.h"
#include "sim/kernel/mathematics.h"

namespace windtunnel::models {
namespace {

struct RateLimit {
  std::int64_t requests = 2000;
  Duration window = seconds(300);
  double addresses = 10'000;

  static ParameterTable parameters() {
    using P = RateLimit;
    return parameter_table<P>(
        parameter<&P::requests>("requests", "Requests of one address within a window above which it is blocked.", "waf.rate.min",
                                at_least(10)),
        parameter<&P::window>("window", "Span over which they are counted.", "waf.rate.window", between(seconds(60), seconds(600))),
        parameter<&P::addresses>("addresses",
                                 "From how many addresses requests come; their rates are spread exponentially, and grow with the load.",
                                 "assumption:client-addresses", at_least(1.0), plausible(100.0, 1e6)));
  }
};

class WebAcl final : public Model<WebAcl>, public Provider {
 public:
  static constexpr std::string_view type_name = "web_acl";
  static constexpr std::string_view summary =
      "A web access control list: rules that requests pass, and a limit on the requests of each address.";

  struct Parameters {
    std::vector<std::string> rules;
    std::optional<RateLimit> rate_limit;
    std::optional<Reference> protects;
    bool fail_open = false;
    DurationDistribution rate_limit_lag = DurationDistribution::triangular(seconds(10), seconds(30), seconds(120));
    double monthly_requests = 10e6;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::rules>("rules", "Rules and rule groups, each charged by the month."),
          parameter<&P::rate_limit>("rate_limit", "Limit on the requests of one address: while it is above, all of them are blocked."),
          parameter<&P::protects>("protects", "What it stands before."),
          parameter<&P::fail_open>("fail_open", "Whether requests pass when the list cannot be asked.", "alb.waf.fail"),
          parameter<&P::rate_limit_lag>("rate_limit_lag", "Time until an address above the limit is blocked; its requests pass until then.",
                                        "waf.rate.lag"),
          parameter<&P::monthly_requests>("monthly_requests",
                                          "Requests in a month, where neither journeys nor what it protects count them.",
                                          "assumption:waf-requests", at_least(0.0), plausible(1e6, 1e9)));
    }
  };

  enum Measured : std::uint32_t { blocked_share };
  static constexpr Measure measures[] = {
      {"blocked_share", "share",
       "the largest share of requests that the rate limit blocked, known when a flood is over or when it blocks none any more"}};

  enum Mode : std::uint16_t { outage };
  static constexpr FaultMode fault_modes[] = {{"outage", "The list cannot be asked: requests fail, unless it fails open."}};

  Parameters given;

  void declare(Wiring& wiring) override {
    traffic::Station station;
    station.servers = traffic::infinity;
    station.service_rate = 1000;
    station_ = wiring.station(station);
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port;
    port.kind = Port::Kind::serve;
    port.stations = {station_};
    return port;
  }

  void connect(Wiring& wiring) override {
    if (!given.protects) return;
    protected_ = wiring.find(*this, *given.protects);
    const auto* source = wiring.capability<MetricSource>(protected_);
    if (source == nullptr) return;
    for (const MetricSource::NamedMetric& metric : source->metrics())
      if (metric.name == requests_at_protected) arriving_ = source->metric(requests_at_protected);
    protected_router_ = arriving_.router;
  }
  void start(World& world) override {
    if (!given.rate_limit) return;
    usual_ = usual_rate(world.design(), id());
    passed_ = usual_ > 0;
    if (passed_) {
      arriving_ = Metric{};
      arriving_.kind = Metric::Kind::request_rate;
      arriving_.stations = {station_};
    } else {
      usual_ = arriving_.kind == Metric::Kind::request_rate ? usual_rate(world.design(), protected_) : 0;
      if (usual_ == 0) return;
    }
    for (std::size_t i = 0; i < levels.size(); ++i) {
      watches_[i] = watch(world, rate_that_blocks(*given.rate_limit, levels[i]), static_cast<std::uint16_t>(i));
      world.enable_watch(watches_[i], passed_);
    }
    watch(world, flood_factor * usual_, flood);
  }
  void handle(World& world, std::uint16_t signal, std::uint64_t argument) override {
    if (signal == flood) return argument != 0 ? flood_begins(world) : flood_ends(world);
    above_[signal] = argument != 0;
    bool any = false;
    for (const bool above : above_) any |= above;
    // Between two levels the share is that of the window which passed one of them.
    blocked_ = any ? blocked_at(*given.rate_limit, world.watched_average(watches_[signal])) : 0;
    if (!ebbing_) most_blocked_ = std::max(most_blocked_, blocked_);
    ebbing_ = ebbing_ && blocked_ > 0;
    if (!in_flood_ && blocked_ == 0 && most_blocked_ > 0) publish_most_blocked(world);
    if (!passed_) return;
    if (world.telling()) world.tell(*this, fmt::format("the rate limit blocks {:.0f} % of the requests", 100 * blocked_));
    update(world);
  }

  bool provides(const World&, Site) const override { return broken_ == 0 || given.fail_open; }
  bool strike(World& world, const Strike&) override {
    ++broken_;
    update(world);
    if (world.telling()) world.tell(*this, given.fail_open ? "the access list cannot be asked, and lets everything pass"
                                                           : "the access list cannot be asked: requests fail");
    world.condition_changed(*this);
    return broken_ == 1 && !given.fail_open;
  }
  void relent(World& world, const Strike&) override {
    if (broken_ == 0 || --broken_ > 0) return;
    update(world);
    if (world.telling()) world.tell(*this, "the access list works again");
    world.condition_changed(*this);
  }
  bool settled(const World&) const override { return broken_ == 0 && blocked_ == 0; }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const double passing = meter.completions(station_);
    const bool counted = protected_router_ != traffic::none;
    const double requests = passing > 0 ? passing : counted ? meter.requests(protected_router_) : given.monthly_requests;
    const double rules = static_cast<double>(given.rules.size()) + (given.rate_limit ? 1 : 0);
    add_line(sheet, meter, *this, "list", 1, "ACL-month", "waf.web_acl");
    add_line(sheet, meter, *this, "rules", rules, "rule-month", "waf.rule");
    add_line(sheet, meter, *this, "requests", requests / 1e6, "million requests", "waf.request_million", true);
  }

 private:
  /// Shares of blocked requests at which what is blocked is looked at again.
  static constexpr std::array levels = {0.01, 0.03, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95};

  static constexpr std::uint16_t flood = levels.size();  // the signal after those of the levels
  static constexpr std::string_view requests_at_protected = "request_count";
  /// More than the usual peak comes to when all of it fails and is tried three times again.
  static constexpr double flood_factor = 4;

  /// Requests a second that come this way at the peak of a usual week.
  static double usual_rate(const Design& design, ComponentId passed) {
    double rate = 0;
    for (const JourneyDefinition& journey : design.journeys)
      if (std::count(journey.components.begin(), journey.components.end(), passed) > 0) rate += journey.rate.peak();
    return rate;
  }
  WatchId watch(World& world, double threshold, std::uint16_t signal) const {
    MetricRule rule;
    rule.metric = arriving_;
    rule.metric.counted = false;
    rule.threshold = threshold;
    rule.period = given.rate_limit->window;
    rule.publication_delay = given.rate_limit_lag;
    return world.watch(*this, rule, signal);
  }
  /// A list that no journey passes is asked only then, and keeps nothing back: it says what it would block of what comes in.
  void flood_begins(World& world) {
    in_flood_ = true;
    if (passed_) return;
    for (const WatchId watch : watches_) world.enable_watch(watch, true);
  }
  /// What it blocks from now on belongs to what the flood has left behind.
  void flood_ends(World& world) {
    in_flood_ = false;
    if (!passed_) {
      for (const WatchId watch : watches_) {
        world.restart_watch(watch);
        world.enable_watch(watch, false);
      }
      above_.fill(false);
      blocked_ = 0;
    }
    ebbing_ = blocked_ > 0;
    publish_most_blocked(world);
  }
  void publish_most_blocked(World& world) {
    world.publish(*this, blocked_share, most_blocked_);
    most_blocked_ = 0;
  }

  /// Where addresses send at exponentially spread rates of mean m, those above a rate L send (1 + z) e^-z of all requests,
  /// with z = L / m: the integral of x e^(-x/m) / m over x > L, divided by m.
  static double share_above(double z) { return (1 + z) * mathematics::exp(-z); }
  static double blocked_at(const RateLimit& limit, double rate) {
    if (rate <= 0) return 0;
    const double each = static_cast<double>(limit.requests) / limit.window.seconds();
    return share_above(each * limit.addresses / rate);
  }
  static double rate_that_blocks(const RateLimit& limit, double share) {
    double low = 0, high = 60;  // of z; the share falls with it
    for (int step = 0; step < 60; ++step) {
      const double middle = (low + high) / 2;
      (share_above(middle) > share ? low : high) = middle;
    }
    return static_cast<double>(limit.requests) / limit.window.seconds() * limit.addresses / low;
  }
  void update(World& world) {
    traffic::Station station = world.station(station_);
    station.error_share = broken_ > 0 && !given.fail_open ? 1 : broken_ > 0 ? 0 : blocked_;
    world.set_station(station_, station);
  }

  std::array<WatchId, levels.size()> watches_{};
  std::array<bool, levels.size()> above_{};
  Metric arriving_;
  traffic::RouterId protected_router_ = traffic::none;
  ComponentId protected_ = no_component;
  double usual_ = 0, blocked_ = 0, most_blocked_ = 0;
  bool passed_ = false, in_flood_ = false;
  bool ebbing_ = false;  // what it still blocks is left over from a flood
  traffic::StationId station_ = traffic::none;
  int broken_ = 0;
};

}  // namespace

const ComponentType& web_acl() { return component_type<WebAcl>(); }

}  // namespace windtunnel::models
