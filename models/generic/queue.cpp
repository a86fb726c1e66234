// Queue: accepts work at once; what is behind it handles it later.
#include "models/queue_metrics.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class QueueModel final : public Model<QueueModel>, public Provider, public MetricSource {
 public:
  static constexpr std::string_view type_name = "queue";
  static constexpr std::string_view summary =
      "Accepts messages at once; they are handled at a rate while all that handling requires is up, and wait otherwise.";

  struct Parameters {
    Rate handling_rate = per_second(20);
    std::vector<Reference> required;
    Duration latency = milliseconds(10);

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(
          parameter<&P::handling_rate>("handling_rate", "Messages that can be handled.", "assumption:message-handling-rate",
                                       above(per_second(0)), plausible(per_second(5), per_second(100))),
          parameter<&P::required>("requires", "What must provide for messages to be handled.", references("provider")),
          parameter<&P::latency>("latency", "Time in which a message is accepted.", "assumption:send-latency",
                                 plausible(milliseconds(3), milliseconds(50))));
    }
  };
  static constexpr FaultMode fault_modes[] = {{"stall", "Messages are accepted, and none is handled."}};
  static constexpr Measure measures[] = {
      {"oldest_age_seconds", "s", "that the oldest message had waited when handling went on"}};

  Parameters given;

  void declare(Wiring& wiring) override { queue_ = wiring.queue({given.handling_rate.value}); }
  void connect(Wiring& wiring) override {
    for (const Reference& reference : given.required) required_.push_back(wiring.find(*this, reference));
  }
  std::optional<Port> port(std::string_view name) const override {
    if (!name.empty()) return std::nullopt;
    Port port;
    port.kind = Port::Kind::enqueue;
    port.queue = queue_;
    port.latency = given.latency.seconds();
    return port;
  }
  std::span<const NamedMetric> metrics() const override { return queue_metric_names; }
  Metric metric(std::string_view name) const override { return queue_metric(name, queue_); }

  bool provides(const World&, Site) const override { return true; }
  void start(World& world) override { follow(world); }
  void reference_changed(World& world, ComponentId) override { follow(world); }
  bool strike(World& world, const Strike&) override {
    if (stalled_++ > 0) return false;
    if (world.telling()) world.tell(*this, "messages are not handled any more");
    return follow(world);
  }
  void relent(World& world, const Strike&) override {
    if (--stalled_ == 0 && world.telling()) world.tell(*this, "nothing holds messages back any more");
    follow(world);
  }
  bool settled(const World&) const override { return handling_; }

 private:
  /// Brings the handling in line with what it requires; says whether it has begun or ended.
  bool follow(World& world) {
    bool handling = stalled_ == 0;
    for (const ComponentId id : required_)
      handling &= world.capability<Provider>(id)->provides(world, Site::internet());
    if (handling == handling_) return false;
    handling_ = handling;
    if (handling) world.publish(*this, 0, world.traffic().oldest_age(queue_));
    world.change_traffic().queues[queue_].handling_rate = handling ? given.handling_rate.value : 0;
    world.condition_changed(*this);
    return true;
  }

  traffic::QueueId queue_ = traffic::none;
  std::vector<ComponentId> required_;
  int stalled_ = 0;
  bool handling_ = true;
};

}  // namespace

const ComponentType& queue() { return component_type<QueueModel>(); }

}  // namespace windtunnel::models
