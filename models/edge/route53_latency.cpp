// Route 53 latency records: users of each place get the healthy endpoint with the lowest latency for them.
#include <fmt/format.h>

#include <array>

#include "models/edge/shared/nearest_endpoints.h"
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
    places_.connect(wiring, *this, given.endpoints, given.users);
    for (const ComponentId endpoint : places_.endpoints()) {
      Side side;
      side.endpoint = endpoint;
      side.checked = given.health_check.has_value();
      sides_.push_back(side);
    }
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty() || places_.routers().empty()) return std::nullopt;
    return places_.port();
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
    return places_.settled(world.now()) && withdrawn_ == std::array<bool, CachedAnswers::limit>{} && Route53Model::settled(world);
  }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    bill_records(*this, given, places_.requests(meter), "route53.query_latency", static_cast<double>(sides_.size()), meter, sheet);
  }

 private:
  /// Which endpoints answers may name: the healthy ones; where none is, all count as healthy (r53.failover.all_unhealthy).
  auto answerable() const {
    bool any = false;
    for (std::size_t i = 0; i < sides_.size(); ++i) any |= !withdrawn_[i] && healthy(sides_[i]);
    return [this, any](std::size_t i) { return !withdrawn_[i] && (!any || healthy(sides_[i])); };
  }

  void answer_as_at_first(World&) override { places_.start(answerable()); }
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
    if (places_.lead(world.now(), answerable(), given.ttl, given.ttl_violation.value))
      lead_users(world, "users are answered with the nearest endpoint that is left");
  }
  void drain_violators(World& world) override { places_.drain_violators(world.now(), given.violators_stay); }
  void update_routers(World& world) override { places_.write(world); }

  NearestEndpoints places_;
  std::array<bool, CachedAnswers::limit> withdrawn_{};  // endpoints whose records somebody has taken out
};

}  // namespace

const ComponentType& route53_latency() { return component_type<Route53Latency>(); }

}  // namespace windtunnel::models
