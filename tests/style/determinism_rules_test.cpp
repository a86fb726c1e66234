// Each call that would make trajectories differ between machines is found, and similar names are not.
#include <catch2/catch.hpp>

#include "tests/style/rules.h"

namespace windtunnel::style {
namespace {

std::size_t found(const std::string& code, const std::string& path = "sim/run/a.cpp") {
  return check_determinism(make_source(path, code)).size();
}

}  // namespace

TEST_CASE("a violation says where and why") {
  const auto violations = check_determinism(make_source("models/data/a.cpp", "int a;\ndouble b = std::log(2);"));
  REQUIRE(violations.size() == 1);
  CHECK(to_text(violations[0]) ==
        "models/data/a.cpp:2: std::log: the C library's result differs between machines; use sim/kernel/mathematics.h");
}

TEST_CASE("foreign random numbers and distributions are refused") {
  CHECK(found("rand(); srand(1); std::rand();") == 3);
  CHECK(found("std::random_device device; std::mt19937 engine;") == 2);
  CHECK(found("std::exponential_distribution<double> d(2); std::normal_distribution n;") == 2);
  CHECK(found("boost::math::beta_distribution<> interval(2, 3);", "sim/measure/a.cpp") == 0);
  CHECK(found("int rand_count; auto x = sampler.rand(); Distribution outage_distribution;") == 0);
}

TEST_CASE("wall clocks are refused") {
  CHECK(found("std::chrono::system_clock::now();") == 1);
  CHECK(found("using namespace std::chrono; steady_clock::time_point start;") == 1);
  CHECK(found("time(nullptr); std::time(&t); time(0); time(NULL); clock_gettime(a, &b);") == 5);
  CHECK(found("Time time(Event e); auto t = time(event); event.time();") == 0);
}

TEST_CASE("elementary functions of the C library are refused, our own are not") {
  CHECK(found("x = std::exp(y) + exp(y) * pow(a, b); return sin(x);") == 4);
  CHECK(found("x = mathematics::log(y) + distribution.log(y) + series->exp(1);") == 0);
  CHECK(found("using mathematics::log; x = log(y) + exp(y);") == 1);
  CHECK(found("namespace windtunnel::mathematics { x = log(y) + std::exp(y); }") == 1);
  CHECK(found("double log(double x); std::vector<int> exp(3); int pow; Table& sin(int);") == 0);
  CHECK(found("std::sqrt(x); std::fabs(x); std::floor(x); std::ldexp(x, 2);") == 0);
  CHECK(found("// std::exp(1)\nmessage(\"std::exp(1)\");") == 0);
}

TEST_CASE("derived statistics and the functions themselves may use elementary functions") {
  CHECK(found("std::log(2);", "sim/measure/interval.cpp") == 0);
  CHECK(found("std::log(2);", "sim/kernel/mathematics.cpp") == 0);
  CHECK(found("std::log(2);", "reports/axis.cpp") == 0);
  CHECK(found("std::log(2);", "sim/kernel/random.cpp") == 1);
  CHECK(found("rand();", "sim/measure/interval.cpp") == 1);
}

TEST_CASE("unordered containers are refused") {
  CHECK(found("std::unordered_map<int, int> a; std::unordered_set<int> b;") == 2);
  CHECK(found("#include <unordered_map>") == 1);
  CHECK(found("std::unordered_map<int, int> a;", "tools/a.cpp") == 0);
}

TEST_CASE("two draws from one stream do not stand in one statement") {
  CHECK(found("d = world.draw(*this, finishing, a) + (b ? world.draw(*this, finishing, c) : Duration{});") == 1);
  CHECK(found("x = std::pair(stream.uniform(), stream.uniform());") == 1);
  CHECK(found("d = world.draw(*this, finishing, a); d += world.draw(*this, finishing, c);") == 0);
  CHECK(found("d = world.draw(*this, finishing, a.of(world.uniform(*this, beginning)));") == 0);
  CHECK(found("x = std::pair(first.uniform(), second.uniform());") == 0);
  CHECK(found("double uniform(const Component& component, std::uint16_t purpose);") == 0);
}

}  // namespace windtunnel::style
