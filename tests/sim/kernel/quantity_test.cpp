// Text forms of quantities: what is read, what is refused, and that what is written reads back to the same value.
#include "sim/kernel/quantity.h"

#include <catch2/catch.hpp>
#include <clocale>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "sim/kernel/random.h"

using namespace windtunnel;

namespace {

/// The units that a message would list, taken apart.
std::vector<std::string> listed(std::string_view units) {
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin < units.size();) {
    const std::size_t end = std::min(units.find(", ", begin), units.size());
    names.emplace_back(units.substr(begin, end - begin));
    begin = end + 2;
  }
  return names;
}

template <class Q>
void check_round_trip(Q value, std::optional<Q> (*parse)(std::string_view)) {
  const std::string text = to_text(value);
  INFO(text);
  const auto back = parse(text);
  REQUIRE(back);
  REQUIRE(back->value == value.value);
}

/// Values of every magnitude, as they come and as people write them.
template <class Q>
void check_round_trips(std::optional<Q> (*parse)(std::string_view)) {
  Stream stream({.seed = 5});
  for (int i = 0; i < 2'000; ++i) {
    const double magnitude = std::pow(10.0, std::floor(stream.uniform() * 30 - 15));
    check_round_trip(Q{stream.uniform() * magnitude}, parse);
    check_round_trip(Q{std::floor(stream.uniform() * 1000) * magnitude}, parse);
  }
  check_round_trip(Q{0}, parse);
  check_round_trip(Q{-2.5}, parse);
  check_round_trip(Q{1e300}, parse);
}

}  // namespace

TEST_CASE("rates are read in every unit of time") {
  CHECK(parse_rate("200 /s") == per_second(200));
  CHECK(parse_rate("200/s") == per_second(200));
  CHECK(parse_rate("12 /min") == per_second(0.2));
  CHECK(parse_rate("9 /h") == per_second(0.0025));
  CHECK(parse_rate("43200 /d") == per_second(0.5));
  CHECK(parse_rate("2628000 /month") == per_second(1));  // 730 hours
  CHECK(parse_rate("0.03 /y") == per_second(0.03 / 31'536'000));
  CHECK(parse_rate("1.5e3 /s") == per_second(1500));
  CHECK(parse_rate("-1 /s") == per_second(-1));
}

TEST_CASE("bytes are read in decimal and binary units") {
  CHECK(parse_bytes("512 MiB") == mebibytes(512));
  CHECK(parse_bytes("20 GB") == bytes(2e10));
  CHECK(parse_bytes("20 GiB") == gibibytes(20));
  CHECK(parse_bytes("1 TB") == bytes(1e12));
  CHECK(parse_bytes("1 TiB") == bytes(1'099'511'627'776.0));
  CHECK(parse_bytes("3 KB") == bytes(3000));
  CHECK(parse_bytes("3 kB") == bytes(3000));
  CHECK(parse_bytes("3 KiB") == bytes(3072));
  CHECK(parse_bytes("7 B") == bytes(7));
}

TEST_CASE("bandwidths, shares, cores and money are read") {
  CHECK(parse_bandwidth("5 Gbps") == gigabits_per_second(5));
  CHECK(parse_bandwidth("100 Mbps") == gigabits_per_second(0.1));
  CHECK(parse_bandwidth("9600 bps")->value == 9600);
  CHECK(parse_share("70 %") == percent(70));
  CHECK(parse_share("70%") == percent(70));
  CHECK(parse_share("0.7") == percent(70));
  CHECK(parse_share("99.99 %") == percent(99.99));
  CHECK(parse_cores("0.25 vCPU") == cores(0.25));
  CHECK(parse_money("876 USD") == dollars(876));
  CHECK(parse_money("-3.5 USD") == dollars(-3.5));
}

TEST_CASE("texts that are no quantity are refused") {
  for (const char* text :
       {"",       " ",       "/s",          "5",        "5 s",       "5 /",    "5 /sec", "five /s", "5 /s /s",
        " 5 /s",  "5 /s ",   "5 /S",        "--5 /s",   "+-5 /s",    "5,5 /s", "5 5 /s", "0x10 /s", "inf /s",
        "nan /s", "-inf /s", "infinity /s", "1e999 /s", "1e-999 /s", ". /s",   "- /s",   "5e /s",   "5\n/s"}) {
    INFO(text);
    CHECK_FALSE(parse_rate(text));
  }
  for (const char* text : {"5", "5 b", "5 gb", "5 GiBs", "5 Gib", "B", "1e308 TiB"}) {
    INFO(text);
    CHECK_FALSE(parse_bytes(text));
  }
  CHECK_FALSE(parse_bandwidth("5 GBps"));
  CHECK_FALSE(parse_bandwidth("5 Gb/s"));
  CHECK_FALSE(parse_share("70 percent"));
  CHECK_FALSE(parse_share("0.7 "));
  CHECK_FALSE(parse_share("%"));
  CHECK_FALSE(parse_share("nan"));
  CHECK_FALSE(parse_cores("0.25"));
  CHECK_FALSE(parse_cores("2 cores"));
  CHECK_FALSE(parse_money("5 EUR"));
  CHECK_FALSE(parse_money("$5"));
  CHECK_FALSE(parse_money("5 USD/h"));
  CHECK_FALSE(parse_rate(std::string_view("5 /s\0", 5)));
}

TEST_CASE("quantities are written as people write them") {
  CHECK(to_text(per_second(200)) == "200 /s");
  CHECK(to_text(per_second(0.5)) == "0.5 /s");
  CHECK(to_text(*parse_rate("0.03 /y")) == "0.03 /y");
  CHECK(to_text(*parse_rate("7 /h")) == "7 /h");
  CHECK(to_text(per_second(1e6)) == "1000000 /s");
  CHECK(to_text(mebibytes(512)) == "512 MiB");
  CHECK(to_text(bytes(2e10)) == "20 GB");
  CHECK(to_text(gibibytes(1.5)) == "1.5 GiB");
  CHECK(to_text(bytes(0)) == "0 B");
  CHECK(to_text(gigabits_per_second(5)) == "5 Gbps");
  CHECK(to_text(percent(70)) == "70 %");
  CHECK(to_text(percent(99.99)) == "99.99 %");
  CHECK(to_text(percent(100)) == "100 %");
  CHECK(to_text(Share{0}) == "0 %");
  CHECK(to_text(Share{1.0 / 3}) == "0.3333333333333333");  // no number of percent reads back to it
  CHECK(to_text(cores(0.25)) == "0.25 vCPU");
  CHECK(to_text(dollars(876)) == "876 USD");
  CHECK(to_text(dollars(-0.045)) == "-0.045 USD");
}

TEST_CASE("every quantity that is written reads back to the same value") {
  check_round_trips<Rate>(parse_rate);
  check_round_trips<Bytes>(parse_bytes);
  check_round_trips<Bandwidth>(parse_bandwidth);
  check_round_trips<Share>(parse_share);
  check_round_trips<Cores>(parse_cores);
  check_round_trips<Money>(parse_money);
}

TEST_CASE("every unit that a message lists is accepted") {
  const auto accepted = [](std::string_view units, auto parse) {
    for (const std::string& unit : listed(units)) {
      INFO(unit);
      CHECK(parse("3 " + unit).has_value());
    }
  };
  accepted(units_of_duration(), parse_duration);
  accepted(units_of_rate(), parse_rate);
  accepted(units_of_bytes(), parse_bytes);
  accepted(units_of_bandwidth(), parse_bandwidth);
  accepted(units_of_cores(), parse_cores);
  accepted(units_of_money(), parse_money);
  CHECK(units_of_share() == "%, or a plain number");
}

TEST_CASE("the decimal point does not follow the locale") {
  // Where the system has no such locale, the call does nothing and the test still holds.
  const std::string before = std::setlocale(LC_ALL, nullptr);
  std::setlocale(LC_ALL, "de_DE.UTF-8");
  CHECK(parse_cores("0.25 vCPU") == cores(0.25));
  CHECK_FALSE(parse_cores("0,25 vCPU"));
  CHECK(to_text(cores(0.25)) == "0.25 vCPU");
  std::setlocale(LC_ALL, before.c_str());
}
