// Value types: every C++ type of a parameter names, orders and writes itself.
#include "sim/config/value_type.h"

#include <catch2/catch.hpp>

#include "tests/sim/config/sample_parameters.h"

using namespace windtunnel;

namespace {

template <class T>
std::string text_of(const T& value) {
  return value_text(value_type<T>(), &value);
}

}  // namespace

TEST_CASE("values of every type have a text as it stands in a file") {
  CHECK(text_of(true) == "true");
  CHECK(text_of(std::int64_t{-3}) == "-3");
  CHECK(text_of(0.1) == "0.1");
  CHECK(text_of(std::string("mysql")) == "mysql");
  CHECK(text_of(std::string("null")) == "\"null\"");
  CHECK(text_of(minutes(90)) == "90 min");
  CHECK(text_of(mebibytes(512)) == "512 MiB");
  CHECK(text_of(percent(10)) == "10 %");
  CHECK(text_of(CidrBlock{0x0a000000, 16}) == "10.0.0.0/16");
  CHECK(text_of(Zones{}) == "all");
  CHECK(text_of(Zones{false, {"a", "b"}, {}}) == "[a, b]");
  CHECK(text_of(DailyWindow{hours(3), hours(1), "UTC", {}}) == "03:00-04:00 UTC");
  CHECK(text_of(DurationDistribution::uniform(seconds(1), seconds(2))) == "\"uniform(1 s, 2 s)\"");
  CHECK(text_of(sample::Routing::least_outstanding) == "least_outstanding");
}

TEST_CASE("structures are written on one line") {
  CHECK(text_of(std::optional<Duration>()) == "null");
  CHECK(text_of(std::optional<Duration>(seconds(7))) == "7 s");
  CHECK(text_of(std::vector<std::string>()) == "[]");
  CHECK(text_of(std::vector<std::string>{"a", "b, c"}) == "[a, \"b, c\"]");
  CHECK(text_of(std::map<std::string, std::string>{{"k: v", "x"}, {"a", "y"}}) == "{a: y, \"k: v\": x}");
  CHECK(text_of(sample::Tasks{1, 4}) == "{min: 1, max: 4}");
  CHECK(text_of(std::variant<sample::TargetTracking, sample::Step>(sample::Step{2, seconds(9)})) ==
        "{step: {add: 2, cooldown: 9 s}}");
}

TEST_CASE("ordered types measure themselves in base units") {
  const auto measure = [](const auto& value) { return value_type<std::decay_t<decltype(value)>>().measure(&value); };
  CHECK(measure(seconds(2)) == 2e6);
  CHECK(measure(percent(50)) == 0.5);
  CHECK(measure(std::int64_t{7}) == 7);
  CHECK(measure(DurationDistribution::uniform(seconds(10), seconds(20))) == 15e6);
  CHECK(value_type<std::string>().measure == nullptr);
}

TEST_CASE("every unit that a message offers is one that is read") {
  const auto all_read = [](const ValueType& type, auto parse) {
    CHECK_FALSE(type.units.empty());
    for (const std::string& unit : type.units) {
      INFO(unit);
      CHECK(parse("1 " + unit).has_value());
    }
    CHECK(parse(type.example).has_value());
  };
  all_read(value_type<Duration>(), parse_duration);
  all_read(value_type<DurationDistribution>(), parse_duration_distribution);
  all_read(value_type<Rate>(), parse_rate);
  all_read(value_type<Bytes>(), parse_bytes);
  all_read(value_type<Bandwidth>(), parse_bandwidth);
  all_read(value_type<Share>(), parse_share);
  all_read(value_type<Cores>(), parse_cores);
  all_read(value_type<Money>(), parse_money);
}

TEST_CASE("one type has one description") {
  CHECK(&value_type<Duration>() == &value_type<Duration>());
  CHECK(&value_type<std::optional<std::vector<Duration>>>().innermost() == &value_type<Duration>());
}
