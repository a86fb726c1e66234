// The ways of moving values against closed forms, and of a queue's moments against a fine integration of the same equations.
#include "sim/traffic/course.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/traffic/network.h"

using namespace windtunnel::traffic;

namespace {

// x' = slope + J x + bend t, in small steps of the classical Runge-Kutta method.
QueueMoments integrated(const QueueMoments& slope, const QueueJacobian& j, const QueueMoments& bend, double span) {
  constexpr int steps = 4000;
  const double h = span / steps;
  QueueMoments x;
  const auto rate = [&](const QueueMoments& at, double t) {
    const QueueMoments drawn = j.times(at);
    return QueueMoments{slope.mean + drawn.mean + t * bend.mean, slope.variance + drawn.variance + t * bend.variance};
  };
  const auto ahead = [](const QueueMoments& from, const QueueMoments& rate, double by) {
    return QueueMoments{from.mean + by * rate.mean, from.variance + by * rate.variance};
  };
  for (int i = 0; i < steps; ++i) {
    const double t = i * h;
    const QueueMoments a = rate(x, t), b = rate(ahead(x, a, h / 2), t + h / 2), c = rate(ahead(x, b, h / 2), t + h / 2),
                       d = rate(ahead(x, c, h), t + h);
    x = ahead(x, {a.mean + 2 * b.mean + 2 * c.mean + d.mean, a.variance + 2 * b.variance + 2 * c.variance + d.variance}, h / 6);
  }
  return x;
}

void check_way(const QueueMoments& way, const QueueMoments& expected) {
  CHECK(way.mean == Approx(expected.mean).epsilon(1e-5).margin(1e-6));
  CHECK(way.variance == Approx(expected.variance).epsilon(1e-5).margin(1e-6));
}

}  // namespace

TEST_CASE("a value moves along a parabola") {
  const Course course{3, -0.5};
  CHECK(course.way(0) == 0);
  CHECK(course.way(4) == Approx(3 * 4 - 0.5 * 4 * 4 / 2));
  CHECK(course.way(12) == Approx(0).margin(1e-12));  // it has turned after six seconds
}

TEST_CASE("a queue that nothing draws moves along straight lines") {
  const QueueCourse course({3, 2}, {});
  check_way(course.way(5), {15, 10});
  CHECK(course.time_to(6, 5) == Approx(2).margin(1e-3));
}

TEST_CASE("a mean that is drawn alone tends to its goal exponentially") {
  // y' = 3 - y / 4: y = 12 (1 - exp(-t / 4)), integrated by hand.
  const QueueCourse course({3, 0}, {.mean_by_mean = -0.25});
  for (const double t : {0.05, 1.0, 4.0, 40.0}) {
    INFO(t);
    CHECK(course.way(t).mean == Approx(12 * (1 - std::exp(-t / 4))).epsilon(1e-12));
    CHECK(course.way(t).variance == 0);
  }
}

TEST_CASE("moments that draw at each other go the way of their linear equations, bent or not") {
  // Slowly and evenly, stiffly, with equal eigenvalues, and with a moment that only follows the other.
  const QueueJacobian jacobians[] = {
      {-0.5, 0.1, 0.3, -0.4}, {-30, 4, 20, -5}, {-1, 0, 0, -1}, {-1, 0, 0.5, -1}, {-2, 0.3, 0, -0.01}, {-1, 1, 1, -1}};
  for (const QueueJacobian& j : jacobians) {
    INFO(j.mean_by_mean << ' ' << j.mean_by_variance << ' ' << j.variance_by_mean << ' ' << j.variance_by_variance);
    const QueueMoments slope{2, -1};
    const QueueCourse straight(slope, j);
    for (const double span : {0.01, 0.7, 3.0}) {
      INFO(span);
      check_way(straight.way(span), integrated(slope, j, {}, span));
      // The bend is seen from a derivative at the end of the way so far, whatever bend was expected.
      const QueueMoments bend{-0.4, 0.9};
      for (const QueueMoments& expected : {QueueMoments{}, QueueMoments{-0.3, 0}, QueueMoments{2, -1.5}}) {
        INFO(expected.mean);
        QueueCourse course = straight;
        course.bend(expected);
        check_way(course.way(span), integrated(slope, j, expected, span));
        const QueueMoments drawn = j.times(course.way(span));
        const QueueMoments later{slope.mean + drawn.mean + span * bend.mean, slope.variance + drawn.variance + span * bend.variance};
        const QueueMoments seen = course.bend_towards(later, course.way(span), span);
        check_way(seen, bend);
        const double half = 0.5 * span * span;
        check_way(course.correction(seen, span), {half * (bend.mean - expected.mean), half * (bend.variance - expected.variance)});
        course.bend(seen);
        check_way(course.way(span), integrated(slope, j, bend, span));
      }
    }
  }
}

TEST_CASE("a Jacobian under which moments would run away or swing is damped") {
  for (const QueueJacobian& j : {QueueJacobian{0.5, 0, 0, -1}, QueueJacobian{-1, 8, 8, -1}, QueueJacobian{-0.1, 4, -4, -0.1}}) {
    const QueueMoments way = QueueCourse({1, 1}, j).way(1000);
    CHECK(std::abs(way.mean) <= 1000 * 1.001);
    CHECK(std::abs(way.variance) <= 1000 * 1.001);
  }
}

TEST_CASE("the time to a place is that after which the mean has come there") {
  const auto check_time = [](const QueueCourse& course, double goal, double span) {
    CHECK(course.way(course.time_to(goal, span)).mean == Approx(goal).epsilon(2e-3));
  };
  check_time(QueueCourse({2, 0}, {}), 5, 40);
  check_time(QueueCourse({2, 0}, {.mean_by_mean = -0.5}), 3, 1000);  // comes as far as 2 / 0.5 = 4 and no farther
  check_time(QueueCourse({-2, 0}, {.mean_by_mean = -0.5}), -3, 10);
  check_time(QueueCourse({2, 1}, {-3, 0.5, 1, -0.4}), 1.5, 60);
  QueueCourse turning({-1, 0}, {});  // -t + t^2 / 4: it is below 0 for four seconds before it comes to 3
  turning.bend({0.5, 0});
  CHECK(turning.time_to(3, 20) == Approx(6).epsilon(1e-3));
}

TEST_CASE("a queue stands still until something moves it") {
  QueueCourse course;
  check_way(course.way(10), {0, 0});
  course.bend({2, 0});
  check_way(course.way(10), {100, 0});
}

TEST_CASE("a path goes leg by leg, and never below zero") {
  QueuePath path;
  path.begin({4, 9});
  check_way(path.at(7), {4, 9});
  path.add(0, {4, 9}, QueueCourse({2, -1}, {}));
  path.add(3, {10, 6}, QueueCourse({-5, -1}, {}));
  CHECK(path.legs() == 2);
  check_way(path.at(0), {4, 9});
  check_way(path.at(2), {8, 7});
  check_way(path.at(4), {5, 5});
  check_way(path.at(20), {0, 0});
  path.begin({1, 1});
  check_way(path.at(4), {1, 1});
}
