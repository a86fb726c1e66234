// SNS topic: passes on what alarms say to those who have subscribed.
#include "models/in_order.h"
#include "models/outage.h"
#include "models/store_support.h"
#include "sim/design/component.h"
#include "sim/design/wiring.h"

namespace windtunnel::models {
namespace {

class SnsTopic final : public Model<SnsTopic>, public AlarmListener, public Provider {
 public:
  static constexpr std::string_view type_name = "sns_topic";
  static constexpr std::string_view summary =
      "A notification topic: alarms speak to it, and it tells people, runbooks and other listeners.";

  struct Parameters {
    std::vector<Reference> subscribers;
    DurationDistribution delivery = DurationDistribution::lognormal(seconds(2), seconds(10), 0.9).clamped(milliseconds(500), seconds(60));
    double monthly_messages = 1000;

    static ParameterTable parameters() {
      using P = Parameters;
      return parameter_table<P>(parameter<&P::subscribers>("subscribers", "Who is told.", references("alarm_listener")),
                                parameter<&P::delivery>("delivery", "Time in which a notification arrives.", "cw.alarm.action",
                                                        plausible(milliseconds(500), minutes(1))),
                                parameter<&P::monthly_messages>("monthly_messages", "Notifications in a month, for the bill.",
                                                                "assumption:notifications", at_least(0.0), plausible(0.0, 100000.0)));
    }
  };

  enum Mode : std::uint16_t { outage };
  static constexpr FaultMode fault_modes[] = {{"outage", "Notifications are not delivered; they are not repeated afterwards."}};
  enum Measured : std::uint32_t { delivered, undelivered };
  static constexpr Measure measures[] = {
      {"delivered", "", "the number of listeners that one notification reached"},
      {"undelivered", "", "the number of listeners that one notification did not reach"},
  };

  Parameters given;

  void declare(Wiring& wiring) override { place_ = wiring.regional(*this); }
  void connect(Wiring& wiring) override {
    for (const Reference& reference : given.subscribers) subscribers_.push_back(wiring.find(*this, reference));
  }
  std::vector<Site> sites() const override { return place_.on_internet() ? std::vector<Site>{} : std::vector<Site>{place_}; }

  bool strike(World& world, const Strike&) override { return outage_.begin(world, *this, "notifications are not delivered"); }
  void relent(World& world, const Strike&) override { outage_.end(world, *this, "notifications are delivered again"); }
  bool settled(const World&) const override { return !outage_.any(); }
  bool provides(const World& world, Site from) const override { return !outage_.any() && world.reach(from, place_).connected; }

  void alarm_changed(World& world, ComponentId alarm, bool firing) override {
    if (outage_.any() || !world.alive(place_)) {
      world.publish(*this, undelivered, static_cast<double>(subscribers_.size()));
      return tell(world, *this, "a notification is lost");
    }
    const std::uint64_t message = static_cast<std::uint64_t>(alarm) << 1 | (firing ? 1 : 0);
    world.after(*this, messages_.under_way(world, world.draw(*this, delivering, given.delivery)), arrived, Phase::notice, message);
  }
  void handle(World& world, std::uint16_t, std::uint64_t message) override {
    for (const ComponentId subscriber : subscribers_)
      world.capability<AlarmListener>(subscriber)->alarm_changed(world, static_cast<ComponentId>(message >> 1), (message & 1) != 0);
    world.publish(*this, delivered, static_cast<double>(subscribers_.size()));
  }
  void bill(const UsageMeter& meter, CostSheet& sheet) const override {
    add_line(sheet, meter, *this, "notifications", given.monthly_messages / 1e6, "million requests", "sns.publish", true);
  }

 private:
  enum Signal : std::uint16_t { arrived };
  enum Purpose : std::uint16_t { delivering };

  Site place_;
  std::vector<ComponentId> subscribers_;
  Outage outage_;
  InOrder messages_;
};

}  // namespace

const ComponentType& sns_topic() { return component_type<SnsTopic>(); }

}  // namespace windtunnel::models
