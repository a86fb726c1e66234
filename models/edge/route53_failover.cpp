// Route 53 failover record: a primary and a secondary answer, chosen by health checks, steered from one control plane.
#include <fmt/format.h>

#include <array>

#include "models/edge/shared/cached_answers.h"
#include "models/edge/shared/route53_model.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

enum class Failback { automatic, manual };
EnumWords<Failback> words_of(Failback) {
  return {{"automatic", Failback::automatic, "users return as soon as the primary is healthy"},
          {"manual", Failback::manual, "users stay with the secondary until someone orders the return"}};
}

class Route53Failover final : public Route53Model<Route53Failover> {
 public:
  static constexpr std::string_view type_name = "route53_failover";
  static constexpr std::string_view summary =
      "A Route 53 failover record: answers the primary while it is healthy, else the secondary; caches make users follow late.";

  struct Parameters : Route53Records {
    Reference primary, secondary;
    Failback failback = Failback::automatic;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::primary>("primary", "Endpoint that is answered while it is healthy.", required, references("endpoint")),
          parameter<&P::secondary>("secondary", "Endpoint that is answered otherwise.", required, references("endpoint")),
          inherited<Route53Records>(), parameter<&P::failback>("failback", "How users return to the primary.", "document"));
    }
  };

  enum Figure : std::uint32_t { detection_seconds, recovery_detection_seconds, propagation_seconds, failover_seconds };
  static constexpr Measure measures[] = {
      {"detection_seconds", "s", "from the primary's failure until the health check said unhealthy"},
      {"recovery_detection_seconds", "s", "from the primary's return until the health check said healthy"},
      {"propagation_seconds", "s", "from a health verdict or record edit until caches that keep the time to live had moved"},
      {"failover_seconds", "s", "from the primary's failure until caches that keep the time to live had moved to the secondary"},
  };
  enum Purpose : std::uint16_t { first_probes, publish_time = 2, edit_delay };
  static constexpr std::string_view offered_operations[] = {"switch_to_secondary", "switch_to_primary", "fail_back"};

  Parameters given;

  // --- set-up
  void declare(Wiring& wiring) override {
    Route53Model::declare(wiring);
    traffic::Router router;
    router.branches = {1.0, 0.0};
    router_ = wiring.router(router);
    sides_.resize(2);
  }
  void connect(Wiring& wiring) override {
    sides_[primary].endpoint = wiring.find(*this, given.primary);
    sides_[secondary].endpoint = wiring.find(*this, given.secondary);
    if (sides_[primary].endpoint == sides_[secondary].endpoint) wiring.error(*this, "secondary", "it is the primary as well");
    sides_[primary].checked = given.health_check.has_value();
    sides_[secondary].checked = given.health_check && given.health_check->on_secondary;
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port;
    port.kind = Port::Kind::select;
    port.router = router_;
    port.endpoints = {sides_[primary].endpoint, sides_[secondary].endpoint};
    return port;
  }

  // --- behaviour
  std::span<const std::string_view> operations() const override { return offered_operations; }
  /// Edits the record: "switch_to_secondary" and "switch_to_primary" answer that side whatever its health, "fail_back"
  /// returns to answers by health.
  Outcome operate(World& world, std::string_view operation, double, ComponentId by, std::uint64_t ticket) override {
    if (world.pending(edit_)) return Outcome::refused;
    Order wanted = Order::by_health;
    if (operation == offered_operations[0]) wanted = Order::secondary;
    if (operation == offered_operations[1]) wanted = Order::primary;
    const bool nothing_to_do = wanted == Order::by_health ? order_ == wanted && answering_ == primary : order_ == wanted;
    if (nothing_to_do) return Outcome::refused;
    return begin_edit(world, operation, static_cast<std::uint64_t>(wanted), by, ticket);
  }
  bool settled(const World& world) const override {
    return Route53Model::settled(world) && answering_ == primary && order_ == Order::by_health && users_.settled(world.now());
  }

  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    const double checked = given.health_check && given.health_check->on_secondary ? 2 : 1;
    bill_records(*this, given, meter.requests(router_), "route53.query_standard", checked, meter, sheet);
  }

 private:
  enum Index : std::size_t { primary, secondary };
  enum class Order : std::uint8_t { by_health, primary, secondary };

  void answer_as_at_first(World&) override {
    constexpr double answers[] = {1, 0};
    users_.start(answers);
  }
  void judged(World& world, std::size_t side, double took) override {
    const bool well = sides_[side].fleet.healthy();
    if (side == primary) world.publish(*this, well ? recovery_detection_seconds : detection_seconds, took);
    if (world.telling())
      world.tell(*this, fmt::format("the checkers say that the {} is {}", side == primary ? "primary" : "secondary",
                                    well ? "healthy" : "unhealthy"));
  }
  void answer_by_health(World& world) override {
    const bool stays = given.failback == Failback::manual && answering_ == secondary && healthy(sides_[secondary]);
    const bool to_secondary = stays || (!healthy(sides_[primary]) && healthy(sides_[secondary]));
    if (order_ == Order::by_health) answer(world, to_secondary ? secondary : primary);
  }
  void take_edit(World& world, std::uint64_t order) override {
    order_ = static_cast<Order>(order);
    if (world.telling()) world.tell(*this, "the edited record is answered");
    const bool primary_by_health = healthy(sides_[primary]) || !healthy(sides_[secondary]);
    const bool to_primary = order_ == Order::by_health ? primary_by_health : order_ == Order::primary;
    answer(world, to_primary ? primary : secondary);
  }
  void answer(World& world, Index side) {
    if (side == answering_) return;
    answering_ = side;
    const std::array<double, 2> answers = {side == primary ? 1.0 : 0.0, side == secondary ? 1.0 : 0.0};
    users_.change(world.now(), answers, given.ttl, given.ttl_violation.value);
    lead_users(world, side == primary ? "the name is answered with the primary" : "the name is answered with the secondary");
  }
  void drain_violators(World& world) override {
    if (answering_ == secondary && sides_[primary].failing)
      world.publish(*this, failover_seconds, (world.now() - sides_[primary].changed).seconds());
    users_.drain_violators(world.now(), given.violators_stay);
  }
  void update_routers(World& world) override {
    traffic::Router& router = world.change_traffic().routers[router_];
    router.branches[primary] = users_.share(primary);
    router.branches[secondary] = users_.share(secondary);
  }

  traffic::RouterId router_ = traffic::none;
  CachedAnswers users_;
  Index answering_ = primary;
  Order order_ = Order::by_health;
};

}  // namespace

const ComponentType& route53_failover() { return component_type<Route53Failover>(); }

}  // namespace windtunnel::models
