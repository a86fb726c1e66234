// Every request simulated: exact answers of queueing theory, and what becomes of servers, callers and totals. Tolerances are a
// few standard errors of runs of this length; ids are those of the validation suite.
#include "sim/traffic/request.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/traffic/waiting.h"
#include "tests/sim/traffic/networks.h"

using namespace windtunnel;
using namespace windtunnel::traffic;

namespace {

struct Measured {
  StationTotals station;
  JourneyTotals journey;
  double wait = 0;  // mean, before service
};

// Runs a single station for a time, from empty.
Measured measure(const Network& network, double seconds, std::uint64_t seed = 3) {
  Requests requests(network, seed, 0);
  run_script(requests, {}, seconds);
  Measured measured{requests.totals(0), requests.journey_totals(0), 0};
  const double work = network.visits[0].work / network.stations[0].service_rate;
  measured.wait = measured.station.latency_seconds / measured.station.completions - work;
  return measured;
}

}  // namespace

TEST_CASE("Requests wait as long as exact formulas say") {
  CHECK(measure(single(0.8, 1, 1), 1e6).wait + 1 == Approx(5).epsilon(0.05));                   // Q-MM1-1a
  CHECK(measure(single(95, 1, 100), 1e5).wait + 0.01 == Approx(0.2).epsilon(0.1));              // Q-MM1-2b
  CHECK(measure(single(8, 10, 1), 2e5).wait == Approx(0.20459007539822177).epsilon(0.05));      // Q-MMc-2b
  CHECK(measure(single(95, 100, 1), 4e4).wait == Approx(0.10129137078260411).epsilon(0.1));     // Q-MMc-3b
  CHECK(measure(single(6.4, 8, 1), 4e5).wait == Approx(0.286028).epsilon(0.04));                // W3: M/M/8, rho 0.8
}

TEST_CASE("Requests wait by the variation of their service") {
  Network constant = single(0.8, 1, 1);
  constant.stations[0].service_variation = 0;
  CHECK(measure(constant, 1e6).wait == Approx(2).epsilon(0.03));  // Q-MD1
  Network lognormal = single(0.5, 1, 1 / 1.2);
  lognormal.stations[0].service_variation = 0.25;
  CHECK(measure(lognormal, 1e6).wait == Approx(1.125).epsilon(0.03));  // Q-MLN1-2
}

TEST_CASE("Requests are refused as often as Erlang B says, whatever the law of service") {
  for (const double variation : {1.0, 2.0}) {
    for (const auto [servers, offered, lost] : {std::array{10.0, 8.0, 0.1216610642529515},    // Q-ErlB-1
                                                std::array{100.0, 90.0, 0.026957380464359214},  // Q-ErlB-2
                                                std::array{20.0, 25.0, 0.2798901509897046}}) {  // Q-ErlB-3
      Network network = single(offered, servers, 1);
      network.stations[0].waiting_places = 0;
      network.stations[0].service_variation = variation;
      const Measured measured = measure(network, 4e4);
      CHECK(measured.station.failures / measured.station.arrivals == Approx(lost).epsilon(0.03));
    }
  }
}

TEST_CASE("Limited places are the birth and death chain") {
  Network small = single(3, 2, 1);  // Q-MMcK-1: M/M/2/5
  small.stations[0].waiting_places = 1.5;
  const Measured measured = measure(small, 1e5);
  CHECK(measured.station.failures / measured.station.arrivals == Approx(0.37442218798151).epsilon(0.01));
  CHECK(measured.wait + 1 == Approx(1.9532019704433496).epsilon(0.01));
  Network eight = single(8.5, 8, 1);  // Q-MMcK-4: M/M/8/40
  eight.stations[0].waiting_places = 4;
  const Measured full = measure(eight, 2e5);
  CHECK(full.station.failures / full.station.arrivals == Approx(0.06620900496304702).epsilon(0.03));
  CHECK(full.wait + 1 == Approx(3.59496580398753).epsilon(0.02));
}

TEST_CASE("Callers without patience leave as often as Barrer says") {
  Network network = single(12, 10, 1, {.timeout = 2});
  network.stations[0].drops_abandoned = true;
  const Measured measured = measure(network, 1e5);
  const double dropped = 1 - measured.station.completions / measured.station.arrivals;
  CHECK(dropped == Approx(wait_impatient(10, 1, 12, 1, 2).blocked).epsilon(0.02));
}

TEST_CASE("Work for callers who have gone is done all the same, unless it is dropped") {
  Network network = single(30, 1, 20, {.timeout = 1});
  const Measured kept = measure(network, 2000);
  CHECK(kept.station.completions == Approx(20 * 2000).epsilon(0.02));
  CHECK(kept.journey.answered < 0.05 * kept.journey.offered);
  network.stations[0].drops_abandoned = true;
  CHECK(measure(network, 2000).journey.answered > kept.journey.answered);
}

TEST_CASE("Retries amplify as in the published simulator") {
  // BROOKER-RETRY: ratio of calls for error probability p, three retries; with a budget of a tenth 1.1 in the long run.
  for (const auto [p, ratio] : {std::array{0.1, 1.1119}, std::array{0.2, 1.2557}, std::array{0.5, 1.8891}}) {
    Network network = single(1000, infinity, 100, {.retries = 3});
    network.stations[0].error_share = p;
    const Measured measured = measure(network, 20);
    CHECK(measured.station.arrivals / measured.journey.offered == Approx(ratio).epsilon(0.02));
    CHECK(measured.journey.answered / measured.journey.offered == Approx(1 - std::pow(p, 4)).margin(0.005));
    network.journeys[0].client.retry_budget = 0.1;
    const Measured adaptive = measure(network, 20);
    CHECK(adaptive.station.arrivals / adaptive.journey.offered == Approx(std::min(ratio, 1.1)).epsilon(0.03));
  }
}

TEST_CASE("Each attempt times out by the patience that its client had, also where clients become less patient") {
  Requests requests(single(20, 1, 1e-9, {.timeout = 10}), 7, 0);  // nothing is ever answered
  requests.begin(at(0));
  const auto made_by = [&](double seconds) {
    run_to(requests, at(seconds));
    return requests.journey_totals(0).offered;
  };
  const auto timed_out_by = [&](double seconds) {
    run_to(requests, at(seconds));
    return requests.totals(0).failures;
  };
  const double patient = made_by(5);
  requests.network().journeys[0].client.timeout = 1;
  requests.settle();
  const double by_8 = made_by(8);
  CHECK(timed_out_by(9) == by_8 - patient);  // the patient ones still wait
  const double by_14 = made_by(14);
  CHECK(patient > 50);
  CHECK(timed_out_by(15) == by_14);
}

TEST_CASE("Pauses have full jitter") {
  // S-backoff: eight sleeps U(0, min(5 s, 0.1 s 2^i)) last 8.15 s in the mean; a call that fails for good reports at its end.
  Network network = single(10, infinity, 1e6, {.retries = 8, .backoff_base = 0.1, .backoff_cap = 5});
  network.stations[0].error_share = 1;
  Visit outer = serving({1});
  outer.calls.push_back(calling(0, network.journeys[0].client));
  outer.calls[0].required = false;
  network.stations.push_back({.servers = infinity, .service_rate = 1e6});
  network.visits.push_back(outer);
  network.journeys[0].entry = 1;
  network.journeys[0].client = {};
  const Measured measured = measure(network, 2000);
  CHECK(measured.journey.latency_seconds / measured.journey.answered == Approx(8.15).epsilon(0.01));
}

TEST_CASE("Arrivals on a ramp are thinned to its rate") {
  Network network = single(0, infinity, 100);
  network.journeys[0].rate = Ramp(100, 300, at(0), at(100));
  Requests requests(network, 5, 0);
  run_script(requests, {}, 50);
  CHECK(requests.journey_totals(0).offered == Approx(50 * 150).epsilon(0.03));
  run_to(requests, at(150));
  CHECK(requests.journey_totals(0).offered == Approx(100 * 200 + 50 * 300).epsilon(0.02));
}

TEST_CASE("A token bucket admits its burst and then its rate") {
  Network network = single(100, infinity, 1000);
  network.stations[0].admitted_rate = 40;
  network.stations[0].admitted_burst = 600;
  const Measured measured = measure(network, 100);
  CHECK(measured.station.completions == Approx(600 + 40 * 100).epsilon(0.01));
}

TEST_CASE("Servers that go take along what they serve") {
  Network network = single(100, 50, 1);
  Requests requests(network, 1, 0);
  run_script(requests, {{60, [](Resolution& r) { r.network().stations[0].servers = 30; }}}, 60.000001);
  CHECK(requests.totals(0).failures > 10);
  CHECK(requests.totals(0).failures < 30);
  requests.network().stations[0].servers = 0;
  requests.settle();
  CHECK(requests.load(0).waiting == 0);
  const double arrivals = requests.totals(0).arrivals;
  CHECK(requests.totals(0).completions + requests.totals(0).failures == arrivals);
}

TEST_CASE("Totals balance") {
  Requests requests(three_tiers(80), 2, 0);
  SliSums sums({1000});
  requests.set_listener(&sums);
  run_script(requests, {{100, [](Resolution& r) { r.network().stations[2].servers = 0; }}}, 300);
  for (StationId id = 0; id < 5; ++id) {
    const StationTotals totals = requests.totals(id);
    CHECK(totals.completions + totals.failures <= totals.arrivals * (1 + 1e-9) + 200);
  }
  const RouterTotals web = requests.router_totals(1);
  CHECK(web.refused == 0);
  CHECK(web.failed_behind > 0);
  // Bins are reported once everything that arrived in them has ended.
  CHECK(sums.in_order);
  CHECK(sums.offered[0] <= requests.journey_totals(0).offered);
  CHECK(sums.offered[0] >= requests.journey_totals(0).offered - 80 * 8);
}

TEST_CASE("Equal seeds give equal runs, others do not, and a copy goes its own way alike") {
  const auto run = [](std::uint64_t seed, std::uint64_t replication) {
    Requests requests(three_tiers(80), seed, replication);
    run_script(requests, {}, 50);
    return requests.journey_totals(0).latency_seconds;
  };
  CHECK(run(1, 0) == run(1, 0));
  CHECK(run(1, 0) != run(1, 1));
  CHECK(run(1, 0) != run(2, 0));
  Requests first(three_tiers(80), 1, 0);
  run_script(first, {}, 20);
  const auto copy = first.clone();
  Requests other(three_tiers(80), 9, 9);
  other.begin(at(0));
  other.assign(first);
  for (Resolution* each : {static_cast<Resolution*>(&first), copy.get(), static_cast<Resolution*>(&other)}) run_to(*each, at(50));
  CHECK(copy->journey_totals(0).latency_seconds == first.journey_totals(0).latency_seconds);
  CHECK(other.journey_totals(0).latency_seconds == first.journey_totals(0).latency_seconds);
}

TEST_CASE("Messages are handled in turn and grow old") {
  Requests requests(queueing(100, 0), 1, 0);
  run_script(requests, {}, 60);
  CHECK(requests.backlog(0) == requests.queue_totals(0).arrivals);
  CHECK(requests.oldest_age(0) == Approx(60).margin(1));
  requests.move_messages(0, -1000);
  CHECK(requests.backlog(0) == requests.queue_totals(0).arrivals - 1000);
  requests.network().queues[0].handling_rate = 200;
  requests.settle();
  run_to(requests, at(90));
  CHECK(requests.backlog(0) == Approx(60 * 100 - 1000 - 30 * 100).epsilon(0.1));
}

TEST_CASE("The end of a second is a change that waits to be handled") {
  // Whoever runs models beside the traffic asks after each advance whether a change is due now; if the advance had handled it,
  // the answer would be no, and an event of later would be taken for one of now.
  Requests requests(single(50, 10, 20), 3, 0);
  SliSums sums({10});
  requests.set_listener(&sums);
  requests.begin(at(0.25));
  CHECK(requests.next_change() == at(1));
  requests.advance(at(1));
  CHECK(requests.next_change() == at(1));
  requests.step();
  CHECK(requests.next_change() == at(2));
  requests.advance(at(1.5));
  CHECK(requests.next_change() == at(2));
}
