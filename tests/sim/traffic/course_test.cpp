// The way of a moving value against its closed forms.
#include "sim/traffic/course.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/traffic/network.h"

using namespace windtunnel::traffic;

TEST_CASE("without pull a value moves along a parabola") {
  const Course course{3, -0.5, 0};
  CHECK(course.way(0) == 0);
  CHECK(course.way(4) == Approx(3 * 4 - 0.5 * 4 * 4 / 2));
  CHECK(course.way(12) == Approx(0).margin(1e-12));  // it has turned after six seconds
}

TEST_CASE("with a pull the derivative tends to its goal exponentially") {
  // y' = bend + (slope - bend) exp(-pull t), integrated by hand.
  const Course course{3, 1, 0.25};
  for (const double t : {0.1, 1.0, 4.0, 40.0}) {
    INFO(t);
    CHECK(course.way(t) == Approx(1 * t + (3 - 1) * (1 - std::exp(-0.25 * t)) / 0.25).epsilon(1e-12));
  }
}

TEST_CASE("a pull too weak to matter within a step joins the exponential smoothly") {
  // Around the step at which the series takes over, 1e-4 / t, both forms give the same way.
  const double t = 10;
  const double series = Course{3, 1, 0.99e-5}.way(t), exponential = Course{3, 1, 1.01e-5}.way(t);
  CHECK(series == Approx(exponential).epsilon(1e-6));
  CHECK(series == Approx(30).epsilon(1e-3));
}

TEST_CASE("the time to a way is that after which the way has been gone") {
  const Course straight{2, 0, 0};
  CHECK(straight.time_to(5) == Approx(2.5));
  const Course pulled{2, 0, 0.5};  // comes as far as 2 / 0.5 = 4 and no farther
  CHECK(pulled.way(pulled.time_to(3)) == Approx(3));
  CHECK(pulled.time_to(4) == infinity);
  CHECK(pulled.time_to(5) == infinity);
  CHECK(Course{-2, 0, 0.5}.time_to(-3) == Approx(pulled.time_to(3)));
}

TEST_CASE("a value that stands still, or moves the other way, never gets there") {
  CHECK(Course{0, 0, 0}.time_to(1) == infinity);
  CHECK(Course{2, 0, 0}.time_to(-1) == infinity);
  CHECK(Course{-2, 0, 0.1}.time_to(1) == infinity);
}

TEST_CASE("a course bent towards a later derivative has it at the end of the span") {
  const auto derivative = [](const Course& course, double t) { return (course.way(t + 1e-4) - course.way(t - 1e-4)) / 2e-4; };
  for (const double pull : {0.0, 0.3, 5.0}) {
    INFO(pull);
    const Course bent = Course{4, 4, pull}.towards(1, 2);
    CHECK(bent.slope == 4);
    CHECK(derivative(bent, 2) == Approx(1).margin(1e-3));
  }
}

TEST_CASE("the error of a step is nothing where the derivative came out as foreseen, and grows with what it missed") {
  const Course straight{4, 0, 0};
  CHECK(straight.error(4, 2) == Approx(0).margin(1e-12));
  // Bent from 4 to 1 over two seconds the way is 5 instead of 8: a quarter of the three that lie between.
  CHECK(straight.error(1, 2) == Approx(0.75));
  CHECK(straight.error(-2, 2) == Approx(1.5));
  const Course pulled{4, 1, 0.5};
  CHECK(pulled.error(1 + 3 * std::exp(-0.5 * 2), 2) == Approx(0).margin(1e-12));
}
