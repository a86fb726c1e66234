// The flow as a whole: exact answers of fluids, the contract, and what must hold whatever the numbers.
#include "sim/traffic/flow.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/sim/traffic/networks.h"

using namespace windtunnel;
using namespace windtunnel::traffic;

TEST_CASE("A network at rest never changes") {
  Flow flow(three_tiers(100));
  flow.begin(at(0));
  CHECK(flow.next_change() == Time::never());
  CHECK(flow.settled());
  CHECK(flow.movement(0) == Phase::none);
  flow.advance(at(1e6));
  CHECK(flow.journey_totals(0).offered == Approx(1e8));
}

TEST_CASE("A network comes to rest again after everything that passes") {
  const std::vector<ScriptedChange> blows = {
      {60, servers(1, 0)},
      {90, servers(1, 4)},
      {120, rate(400)},
      {150, rate(100)},
      {400, [](Resolution& r) { r.flush(0, 0); }},
      {700, [](Resolution& r) { r.network().journeys[0].rate = Ramp(100, 230, at(700), at(900)); }},
      {950, [](Resolution& r) { r.network().journeys[0].rate = Ramp(230, 100, at(950), at(1000)); }}};
  Flow flow(three_tiers(100));
  const int steps = run_script(flow, blows, 5000);
  CHECK(flow.next_change() == Time::never());
  CHECK(flow.settled());
  CHECK(steps < 600);
}

TEST_CASE("A backlog of messages drains in the time that the surplus needs") {
  // S-drain: 300 s without consumers at 800/s, then 1000/s: gone after 1200 s more.
  Flow flow(queueing(800, 1000));
  const auto handling = [](double value) { return [value](Resolution& r) { r.network().queues[0].handling_rate = value; }; };
  run_script(flow, {{100, handling(0)}}, 400);
  CHECK(flow.backlog(0) == Approx(240000));
  CHECK(flow.oldest_age(0) == Approx(300));
  handling(1000)(flow);
  flow.settle();
  CHECK(flow.next_change().seconds() == Approx(1600));
  run_to(flow, at(1000));
  CHECK(flow.backlog(0) == Approx(120000));
  CHECK(flow.oldest_age(0) == Approx(150));
  run_to(flow, at(1600.01));
  CHECK(flow.backlog(0) == 0);
  CHECK(flow.next_change() == Time::never());
  CHECK(flow.queue_totals(0).handled == Approx(flow.queue_totals(0).arrivals));
  flow.move_messages(0, 500);
  flow.settle();
  CHECK(flow.next_change().seconds() == Approx(1600.01 + 2.5));
}

TEST_CASE("Lost capacity builds up its backlog") {
  // S-partial: 800/s on 1000/s, 60 % of it for 900 s: a peak of 180 000.
  Flow flow(single(800, 100, 10));
  run_script(flow, {{10, servers(0, 60)}}, 910);
  CHECK(flow.load(0).waiting == Approx(180000).epsilon(2e-3));
  CHECK(flow.load(0).wait_seconds == Approx(300).epsilon(2e-3));
  servers(0, 100)(flow);
  flow.settle();
  run_to(flow, at(910 + 890));
  CHECK(flow.load(0).waiting == Approx(2000).epsilon(0.1));
  run_to(flow, at(910 + 910));
  CHECK(flow.load(0).waiting < 10);
}

TEST_CASE("Shedding and retries meet in their fixed point") {
  // S-retry-ampl: offered 1.2 on 1.0, three retries: the load that hits the service is 2.7696, goodput stays 1.
  Network network = single(120, infinity, 1000, {.retries = 3});
  network.stations[0].admitted_rate = 100;
  Flow flow(network);
  flow.begin(at(0));
  run_to(flow, at(100));  // by then what the bucket had saved up is gone
  CHECK(flow.load(0).arrival_rate == Approx(276.96465896668196).epsilon(1e-4));
  const double answered = flow.journey_totals(0).answered;
  run_to(flow, at(200));
  CHECK(flow.journey_totals(0).answered - answered == Approx(100 * 100).epsilon(1e-4));
}

TEST_CASE("A bucket that is overdrawn is empty when its burst is spent") {
  Network network = single(90, infinity, 1000);
  network.stations[0].admitted_rate = 100;
  network.stations[0].admitted_burst = 1000;
  Flow flow(network);
  run_script(flow, {{60, rate(150)}}, 60);
  CHECK(flow.next_change().seconds() == Approx(80));
  run_to(flow, at(81));
  CHECK(flow.journey_load(0).sli == Approx(2.0 / 3).epsilon(1e-3));
}

TEST_CASE("A ramp ends when it says, and its crossings are found along the segments") {
  Network network = single(50, infinity, 100);
  network.routers.push_back({.branches = {1.0}, .refused = 0.0});
  network.visits[0].router = 0;
  Flow flow(network);
  struct Crossing final : SliListener {
    double at = -1;
    void sli_segment(JourneyId, Time from, Time to, double, double, double sli_from, double sli_to) override {
      if (sli_from > 0.8 && sli_to <= 0.8)
        at = from.seconds() + (to - from).seconds() * (sli_from - 0.8) / (sli_from - sli_to);
    }
  } crossing;
  flow.set_listener(&crossing);
  flow.begin(at(0));
  flow.network().routers[0].refused = Ramp(0, 1, at(0), at(100));
  flow.settle();
  CHECK(flow.movement(0) == Phase::propagate);
  CHECK(flow.next_change().seconds() == Approx(100));
  run_to(flow, at(100));
  CHECK(flow.next_change() == Time::never());
  // 1 / (1 + t/100) = 0.8 at 25 s.
  CHECK(crossing.at == Approx(25).margin(0.05));
}

TEST_CASE("Where something moves the SLI is integrated to within a fiftieth of a second") {
  Network network = single(50, infinity, 100);
  network.routers.push_back({.branches = {1.0}});
  network.visits[0].router = 0;
  Flow flow(network);
  SliSums sums({1000});
  flow.set_listener(&sums);
  flow.begin(at(0));
  flow.network().routers[0].refused = Ramp(0, 1, at(0), at(100));
  flow.settle();
  run_to(flow, at(100));
  // The integral of 1 / (1 + t/100) over 100 s is 100 log 2.
  CHECK(100 * sums.good[0] / sums.offered[0] == Approx(100 * std::log(2.0)).margin(0.02));
}

TEST_CASE("A bucket that some find empty even when it is full fills in one piece") {
  Network network = single(150, infinity, 20);
  network.stations[0].admitted_rate = 100;
  network.stations[0].admitted_burst = 100;
  Flow flow(network);
  flow.begin(at(0));
  run_to(flow, at(1));  // half of its tokens are gone
  flow.network().journeys[0].rate = 95;
  flow.settle();
  CHECK(flow.next_change().seconds() == Approx(11).margin(1e-3));
  run_to(flow, flow.next_change());
  CHECK(flow.next_change() == Time::never());
}

TEST_CASE("Totals are the integrals of what is reported, however time is cut") {
  const std::vector<ScriptedChange> blows = {{10, servers(2, 0)}, {30, rate(300)}, {50, rate(90)}, {60, servers(2, 4)}};
  Flow whole(three_tiers(120)), cut(three_tiers(120));
  SliSums sums({1e9}), pieces({1e9});
  whole.set_listener(&sums);
  cut.set_listener(&pieces);
  run_script(whole, blows, 400);
  std::vector<ScriptedChange> often = blows;
  for (double t = 0.7; t < 400; t += 3.3) often.push_back({t, [](Resolution&) {}});
  std::sort(often.begin(), often.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  run_script(cut, often, 400);
  const JourneyTotals totals = whole.journey_totals(0);
  CHECK(sums.in_order);
  CHECK(sums.offered[0] == Approx(totals.offered).epsilon(1e-9));
  CHECK(sums.good[0] == Approx(totals.good).epsilon(1e-9));
  CHECK(totals.offered == Approx(120 * 30 + 300 * 20 + 90 * 350).epsilon(1e-9));
  CHECK(pieces.sli(0) == Approx(sums.sli(0)).margin(3e-3));
}

TEST_CASE("What comes in goes out, fails or waits") {
  Flow flow(three_tiers(100));
  run_script(flow, {{10, rate(300)}, {40, servers(1, 0)}, {70, servers(1, 4)}, {100, rate(100)}}, 150);
  for (StationId id = 0; id < 5; ++id) {
    const StationTotals totals = flow.totals(id);
    const double late = totals.failures - (totals.arrivals - totals.completions - flow.load(id).waiting);
    CHECK(late >= -0.01 * totals.arrivals);  // failures count those too late for their callers, too
    CHECK(totals.completions <= totals.arrivals * (1 + 5e-3));  // queues err by a share of what waits
    CHECK(totals.busy_seconds <= flow.network().stations[id].servers * 150 * (1 + 1e-9));
  }
  const JourneyTotals journey = flow.journey_totals(0);
  CHECK(journey.good <= journey.answered * (1 + 1e-9));
  CHECK(journey.answered <= journey.offered);
}

TEST_CASE("SLI falls with load, from half to twice saturation") {
  for (const double places : {infinity, 5.0}) {
    for (const int retries : {0, 2}) {
      double last = 2;
      for (double load = 0.5; load <= 2; load += 0.02) {
        Network network = single(50, 10, 20, {.timeout = 2, .retries = retries, .backoff_base = 0.1}, 0.8);
        network.stations[0].waiting_places = places;
        Flow flow(network);
        SliSums sums({10, 310});
        flow.set_listener(&sums);
        run_script(flow, {{10, rate(200 * load)}}, 310);
        CHECK(sums.sli(1) <= last + 1e-4);
        last = sums.sli(1);
      }
    }
  }
}

TEST_CASE("More servers never hurt") {
  double last = -1;
  for (double n = 4; n <= 20; n += 0.5) {
    Flow flow(single(50, 20, 20, {.timeout = 1, .retries = 2, .backoff_base = 0.1}, 0.5));
    SliSums sums({10, 310});
    flow.set_listener(&sums);
    run_script(flow, {{10, servers(0, n)}, {20, rate(150)}}, 310);
    CHECK(sums.sli(1) >= last - 1e-4);
    last = sums.sli(1);
  }
}

TEST_CASE("A retry storm outlives its cause, unless there is room to drain it") {
  const auto storm = [](double normal, double budget) {
    Network network = single(normal, 10, 20, {.timeout = 1, .retries = 3, .backoff_base = 0.05, .retry_budget = budget}, 0.8);
    Flow flow(network);
    run_script(flow, {{60, servers(0, 4)}, {90, servers(0, 10)}}, 1000);
    return flow.journey_load(0).sli;
  };
  CHECK(storm(120, infinity) < 0.01);
  CHECK(storm(40, infinity) > 0.99);
  CHECK(storm(120, 0.1) > 0.99);
}

TEST_CASE("A flushed cache warms by its own law, and its misses load what is behind") {
  Network network = single(100, infinity, 1000);
  network.stations.push_back({.servers = infinity, .service_rate = 1000});
  network.visits.push_back(serving({1}));
  network.visits[0].calls.push_back(calling(1));
  // S-cache-ttl: the steady hit ratio of a cache with a time to live of 300 s and 0.02 requests per second and key.
  network.caches.push_back({.steady_hit_ratio = 0.8571428571428571, .fill_misses = 1000});
  network.visits[0].calls[0].unless_hit = 0;
  Flow flow(network);
  flow.begin(at(0));
  CHECK(flow.load(1).arrival_rate == Approx(100 / 7.0));
  flow.flush(0, 0);
  flow.settle();
  CHECK(flow.load(1).arrival_rate == Approx(100));
  CHECK(flow.movement(0) == Phase::warm_up);
  // h' = (s - h)(1 - h) k with k = 100/1000 has the solution (1 - h)/(s - h) = exp(k (1 - s) t)/s from h = 0.
  run_to(flow, at(20));
  const double s = 0.8571428571428571, growth = std::exp(0.1 * (1 - s) * 20) / s;
  CHECK(flow.hit_ratio(0) == Approx((s * growth - 1) / (growth - 1)).epsilon(1e-6));
  run_to(flow, at(2000));
  CHECK(flow.hit_ratio(0) == s);
  CHECK(flow.settled());
}

TEST_CASE("A cache whose source is down does not warm") {
  Network network = single(100, infinity, 1000);
  network.stations.push_back({.servers = 0, .service_rate = 1000});
  network.visits.push_back(serving({1}));
  network.visits[0].calls.push_back(calling(1));
  network.caches.push_back({.steady_hit_ratio = 0.9, .fill_misses = 100});
  network.visits[0].calls[0].unless_hit = 0;
  Flow flow(network);
  run_script(flow, {{1, [](Resolution& r) { r.flush(0, 0.5); }}}, 600);
  CHECK(flow.hit_ratio(0) == Approx(0.45));
}

TEST_CASE("Dead targets fail their share, fast or by time-out") {
  Network network = three_tiers(60);
  network.journeys[0].client.retries = 0;
  for (const Failure failure : {Failure::refused, Failure::black_hole}) {
    for (Station& station : network.stations) station.when_down = failure;
    Flow flow(network);
    run_script(flow, {{1, servers(1, 0)}}, 600);
    CHECK(flow.journey_load(0).sli == Approx(2.0 / 3).epsilon(0.01));
    CHECK(flow.router_totals(1).failed_behind > 60 * 590 / 3.0 * 0.99);
    // Once the balancer leaves it out, the others carry all.
    flow.network().routers[1].branches[0] = 0.0;
    flow.settle();
    run_to(flow, at(700));
    CHECK(flow.journey_load(0).sli > 0.99);
    // Without any target requests are refused at once.
    for (Ramp& branch : flow.network().routers[1].branches) branch = 0.0;
    flow.settle();
    CHECK(flow.journey_load(0).sli == 0);
  }
}

TEST_CASE("A zone without a way out loses the calls that need it") {
  Network network = three_tiers(60);
  network.journeys[0].client.retries = 0;
  for (Call& call : network.visits[2].calls) call.over_internet = true;
  const StationId cut_off = network.visits[2].stations[2];
  network.stations[cut_off].egress = 0;
  Flow flow(network);
  flow.begin(at(0));
  // A third of the requests makes its calls in vain, except where the cache answers; each of two calls.
  CHECK(flow.journey_load(0).sli == Approx(1 - 0.4 / 3).epsilon(0.01));
  flow.network().stations[cut_off].egress = 0.5;
  flow.settle();
  // Each of the two calls of a miss now reaches it with one half: both do with a quarter.
  CHECK(flow.journey_load(0).sli == Approx(1 - 0.4 / 3 * 0.75).margin(0.002));
}

TEST_CASE("Optional calls cost time, required ones the answer, and a fallback saves it") {
  Network network = single(10, infinity, 100, {.timeout = 10}, 2.0);
  network.stations.push_back({.servers = 0, .service_rate = 100, .when_down = Failure::black_hole});
  network.stations.push_back({.servers = infinity, .service_rate = 100});
  network.visits.push_back(serving({1}));
  network.visits.push_back(serving({2}));
  network.visits[0].calls.push_back(calling(1, {.timeout = 1}));
  const auto sli = [&] {
    Flow flow(network);
    flow.begin(at(0));
    return flow.journey_load(0);
  };
  CHECK(sli().sli == 0);
  network.visits[0].calls[0].required = false;
  CHECK(sli().sli == Approx(1).epsilon(1e-6));
  CHECK(sli().latency_seconds == Approx(1.01).epsilon(1e-3));
  network.visits[0].calls[0].required = true;
  network.visits[0].calls[0].fallback = 2;
  CHECK(sli().sli == Approx(1).epsilon(1e-6));
  network.journeys[0].objective_seconds = 0.9;
  CHECK(sli().sli == 0);
}

TEST_CASE("A copy has the same future, and so has one that takes over the state") {
  Flow flow(three_tiers(100));
  run_script(flow, {{10, rate(280)}, {40, rate(100)}}, 45);
  flow.advance(flow.next_change());
  flow.step();  // a piece of which a part has been counted is divided anew: see below
  const auto copy = flow.clone();
  Flow other(three_tiers(10));
  other.begin(at(0));
  other.assign(flow);
  for (Resolution* each : {static_cast<Resolution*>(&flow), copy.get(), static_cast<Resolution*>(&other)}) run_to(*each, at(600));
  CHECK(copy->journey_totals(0).good == flow.journey_totals(0).good);
  CHECK(other.journey_totals(0).good == flow.journey_totals(0).good);
  CHECK(other.journey_totals(0).latency_seconds == flow.journey_totals(0).latency_seconds);
}

TEST_CASE("A copy made while a piece is being counted counts the rest of it anew") {
  Flow flow(three_tiers(100));
  run_script(flow, {{10, rate(280)}, {40, rate(100)}}, 45);
  const Time half = at(45) + (flow.next_change() - at(45)) / 2;
  flow.advance(half);
  const double now = flow.journey_totals(0).latency_seconds;
  const auto copy = flow.clone();
  const Time end = flow.next_change();
  for (Resolution* each : {static_cast<Resolution*>(&flow), copy.get()}) each->advance(end);
  const double rest = flow.journey_totals(0).latency_seconds - now;
  CHECK(rest > 0);
  CHECK(copy->journey_totals(0).latency_seconds - now == Approx(rest).epsilon(1e-3));
}

TEST_CASE("A rate that turns leaves the same traffic as one that is set anew, while queues move and while they rest") {
  const auto begun = [](double mid) {
    Flow flow(three_tiers(100));
    // The rate rises through saturation, so that queues still move when it turns back.
    run_script(flow, {{10, [](Resolution& r) { r.network().journeys[0].rate = Ramp(100, 320, at(10), at(70)); }}}, mid);
    return flow;
  };
  for (const double mid : {70.0, 64.5}) {
    Flow turned = begun(mid), set_anew = begun(mid);
    for (Flow* each : {&turned, &set_anew}) {
      const double here = each->network().journeys[0].rate.at(at(mid));
      each->network().journeys[0].rate = Ramp(here, 80, at(mid), at(200));
    }
    turned.turn();
    set_anew.settle();
    for (Flow* each : {&turned, &set_anew}) run_to(*each, at(400));
    CHECK(turned.journey_totals(0).good == Approx(set_anew.journey_totals(0).good).epsilon(1e-4));
    // Their pieces end elsewhere, and waits near saturation are followed to a hundredth or so.
    CHECK(turned.journey_totals(0).latency_seconds == Approx(set_anew.journey_totals(0).latency_seconds).epsilon(5e-3));
    CHECK(turned.station_rates(4, Instant::now).arrivals == Approx(set_anew.station_rates(4, Instant::now).arrivals));
    CHECK(turned.journey_load(0).offered_rate == 80);
  }
}
