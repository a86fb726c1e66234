// Route 53 latency records: users of each place get the healthy endpoint with the lowest latency for them.
#include <fmt/format.h>

#include <array>

#include "models/edge/shared/cached_answers.h"
#include "models/edge/shared/route53_model.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class Route53Latency final : public Route53Model<Route53Latency> {
 public:
  static constexpr std::string_view type_name = "route53_latency";
  static constexpr std::string_view summary =
      "Route 53 latency records: users go to the nearest endpoint that is healthy; caches make them follow late.";

  struct Parameters : Route53Records {
    std::vector<Reference> endpoints;
    Reference users;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::endpoints>("endpoints", "What the records point at, each in its region.", required, references("endpoint")),
          parameter<&P::users>("users", "Where users are: latency decides, place by place.", required, references("user_places")),
          inherited<Route53Records>());
    }
  };

  enum Figure : std::uint32_t { detection_seconds, propagation_seconds };
  static constexpr Measure measures[] = {
      {"detection_seconds", "s", "from an endpoint's failure until its health check said unhealthy"},
      {"propagation_seconds", "s", "from a health verdict or record edit until caches that keep the time to live had moved"},
  };
  enum Purpose : std::uint16_t { publish_time, edit_delay, first_probes };
  static constexpr std::string_view offered_operations[] = {"withdraw", "restore"};

  Parameters given;

  // --- set-up
  void connect(Wiring& wiring) override {
    if (given.endpoints.size() < 2 || given.endpoints.size() > CachedAnswers::limit)
      wiring.error(*this, "endpoints", fmt::format("2 to {} endpoints", CachedAnswers::limit));
    for (const Reference& reference : given.endpoints) {
      if (sides_.size() == CachedAnswers::limit) break;
      Side side;
      side.endpoint = wiring.find(*this, reference);
      side.checked = given.health_check.has_value();
      sides_.push_back(side);
    }
    const auto* users = wiring.capability<UserPlaces>(wiring.find(*this, given.users));
    for (std::size_t p = 0; p < users->places(); ++p) {
      Place place;
      for (const Side& side : sides_) {
        const DomainId region = wiring.component(side.endpoint).region();
        place.latency.push_back(users->latency(p, region));
      }
      traffic::Router router;
      router.branches.assign(sides_.size(), 0.0);
      router.branches[nearest(place)] = 1.0;
      routers_.push_back(wiring.router(router));
      places_.push_back(place);
    }
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty() || routers_.empty()) return std::nullopt;
    Port port;
    port.kind = Port::Kind::select;
    port.router = routers_.front();
    port.by_place = routers_;
    for (const Side& side : sides_) port.endpoints.push_back(side.endpoint);
    return port;
  }

  // --- behaviour
  std::span<const std::string_view> operations() const override { return offered_operations; }
  /// Edits the records: "withdraw" takes the endpoint at a position (1: the first) out of the answers, "restore" puts it back.
  Outcome operate(World& world, std::string_view operation, double argument, ComponentId by, std::uint64_t ticket) override {
    const auto position = static_cast<std::int64_t>(argument);
    if (position < 1 || position > static_cast<std::int64_t>(sides_.size()) || world.pending(edit_)) return Outcome::refused;
    const bool withdraws = operation == offered_operations[0];
    const auto side = static_cast<std::uint64_t>(position - 1);
    if (withdrawn_[side] == withdraws) return Outcome::refused;
    return begin_edit(world, operation, side << 1 | (withdraws ? 1 : 0), by, ticket);
  }
  bool settled(const World& world) const override {
    for (const Place& place : places_)
      if (!place.users.settled(world.now())) return false;
    return withdrawn_ == std::array<bool, CachedAnswers::limit>{} && Route53Model::settled(world);
  }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    double requests = 0;
    for (const traffic::RouterId router : routers_) requests += meter.requests(router);
    bill_records(*this, given, requests, "route53.query_latency", static_cast<double>(sides_.size()), meter, sheet);
  }

 private:
  struct Place {
    std::vector<double> latency;  ///< of each endpoint
    std::size_t answering = 0;
    CachedAnswers users;
  };

  /// The endpoint that users of a place are answered: the nearest healthy one; where none is, all count as healthy
  /// (r53.failover.all_unhealthy).
  std::size_t nearest(const Place& place) const {
    bool any = false;
    for (std::size_t i = 0; i < sides_.size(); ++i) any |= !withdrawn_[i] && healthy(sides_[i]);
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < sides_.size(); ++i) {
      if (withdrawn_[i] || (any && !healthy(sides_[i]))) continue;
      if (!best || place.latency[i] < place.latency[*best]) best = i;
    }
    return best.value_or(0);
  }
  std::span<const double> answers_of(const Place& place) {
    scratch_ = {};
    scratch_[place.answering] = 1;
    return {scratch_.data(), sides_.size()};
  }

  void answer_as_at_first(World&) override {
    for (Place& place : places_) {
      place.answering = nearest(place);
      place.users.start(answers_of(place));
    }
  }
  void judged(World& world, std::size_t side, double took) override {
    const bool well = sides_[side].fleet.healthy();
    if (!well) world.publish(*this, detection_seconds, took);
    if (world.telling())
      world.tell(*this, fmt::format("the checkers say that {} is {}", world.component(sides_[side].endpoint).name(),
                                    well ? "healthy" : "unhealthy"));
  }
  void take_edit(World& world, std::uint64_t argument) override {
    withdrawn_[argument >> 1] = (argument & 1) != 0;
    answer_by_health(world);
  }
  void answer_by_health(World& world) override {
    bool changed = false;
    for (Place& place : places_) {
      const std::size_t best = nearest(place);
      if (best == place.answering) continue;
      place.answering = best;
      changed = true;
      place.users.change(world.now(), answers_of(place), given.ttl, given.ttl_violation.value);
    }
    if (changed) lead_users(world, "users are answered with the nearest endpoint that is left");
  }
  void drain_violators(World& world) override {
    for (Place& place : places_) place.users.drain_violators(world.now(), given.violators_stay);
  }
  void update_routers(World& world) override {
    traffic::Network& network = world.change_traffic();
    for (std::size_t p = 0; p < places_.size(); ++p)
      for (std::size_t i = 0; i < sides_.size(); ++i) network.routers[routers_[p]].branches[i] = places_[p].users.share(i);
  }

  std::vector<Place> places_;
  std::vector<traffic::RouterId> routers_;                // by place
  std::array<bool, CachedAnswers::limit> withdrawn_{};  // endpoints whose records somebody has taken out
  std::array<double, CachedAnswers::limit> scratch_{};
};

}  // namespace

const ComponentType& route53_latency() { return component_type<Route53Latency>(); }

}  // namespace windtunnel::models
