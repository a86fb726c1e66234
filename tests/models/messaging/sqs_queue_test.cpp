// Tests of SQS queues: dead letters, poison, retention, and the bill.
#include "tests/support/bench.h"

using namespace windtunnel;
using testing::Bench;

namespace {

/// Orders enter a queue; two workers handle 20 messages a second each, and need the database for it.
const std::string queues =
    "design: store\n"
    "regions: {primary: {name: us-east-1, zones: [a, b], stack: s}}\n"
    "stacks:\n  s:\n"
    "    orders: {type: sqs_queue, consumer: worker, consumer_needs: [db], handling_rate: 20 /s, max_receive_count: 3,\n"
    "             dead_letter_queue: dead}\n"
    "    dead: {type: sqs_queue, retention: 14 d}\n"
    "    worker: {type: ecs_fargate_service, tasks: {min: 2, max: 2}}\n"
    "    db: {type: rds_instance, class: db.t3.micro, zone: a, repair: {reboot: 60 s}}\n"
    "journeys:\n"
    "  order: {path: [primary.orders], rate: 10 /s}\n"
    "  work: {path: [primary.worker], rate: 1 /s}\n";

double waiting(Bench& bench, const std::string& queue) {
  return bench.world().traffic().backlog(bench.world().component(bench.id(queue)).port("")->queue);
}

}  // namespace

TEST_CASE("A long outage of what consumers need sends good messages to the dead-letter queue") {
  Bench bench(queues);
  bench.run(hours(1));
  CHECK(waiting(bench, "primary.orders") == Approx(0).margin(0.5));
  bench.strike("primary.zone-1", "power_loss");  // the database is down; users still get their orders accepted
  CHECK(bench.sli() == Approx(1).margin(0.001));
  // sqs.visibility: 30 s; three failed receives end 90 s after the first.
  bench.run(seconds(89));
  CHECK(waiting(bench, "primary.dead") == 0);
  bench.run(minutes(10) - seconds(89));
  // 10 messages a second arrived; those older than 90 s have moved, looked at every 30 s.
  CHECK(waiting(bench, "primary.dead") == Approx(10 * (600 - 90)).margin(310));
  CHECK(bench.values("primary.orders", "dead_letter_seconds").size() <= 1);
  bench.relent("primary.zone-1", "power_loss");
  bench.run(hours(1));
  const auto moved = bench.values("primary.orders", "dead_lettered");
  REQUIRE(moved.size() == 1);
  CHECK(waiting(bench, "primary.dead") == Approx(moved[0]));
  CHECK(waiting(bench, "primary.orders") == Approx(0).margin(0.5));
  CHECK(bench.losses().empty());
  REQUIRE(bench.operate("primary.orders", "redrive") == Operable::Outcome::done);
  CHECK(waiting(bench, "primary.dead") == 0);
  CHECK(bench.values("primary.orders", "redriven").at(0) == Approx(moved[0]));
  bench.run(hours(1));
  CHECK(waiting(bench, "primary.orders") == Approx(0).margin(0.5));
}

// Facts sqs.visibility, sqs.max_receive: the message that arrives as the failure begins is received after 0, 30 and 60 s, and moved at
// the next receive; ten a second arrive.
TEST_CASE("The first message is in the dead-letter queue after its receives, not a visibility timeout later") {
  Bench bench(queues);
  bench.run(hours(1));
  REQUIRE(bench.strike("primary.orders", "handling_failure"));
  bench.run(seconds(100));
  CHECK(waiting(bench, "primary.dead") > 0);
  const auto first = bench.values("primary.orders", "dead_letter_seconds");
  REQUIRE(first.size() == 1);
  CHECK(first[0] == Approx(90).margin(0.2));
}

TEST_CASE("A short outage moves nothing") {
  Bench bench(queues);
  bench.run(hours(1));
  bench.strike("primary.db", "reboot");  // 60 s
  bench.run(hours(1));
  CHECK(waiting(bench, "primary.dead") == 0);
  CHECK(bench.values("primary.orders", "dead_lettered").empty());
  CHECK(bench.settled("primary.orders"));
}

TEST_CASE("A poison message is in the dead-letter queue after its receives") {
  Bench bench(queues);
  bench.run(hours(1));
  REQUIRE(bench.strike("primary.orders", "poison_message", 2));
  bench.run(minutes(5));
  CHECK(waiting(bench, "primary.dead") == Approx(2));
  CHECK(bench.values("primary.orders", "dead_letter_seconds").at(0) == Approx(90));
  CHECK(bench.values("primary.orders", "dead_lettered").at(0) == 2);
}

TEST_CASE("A queue without consumers keeps its messages for the retention") {
  std::string alone = queues;
  const std::string consumer = "consumer: worker, consumer_needs: [db], ";
  alone.replace(alone.find(consumer), consumer.size(), "");
  Bench bench(alone);
  bench.run(hours(1));
  CHECK(waiting(bench, "primary.orders") == Approx(36000).epsilon(0.01));
  CHECK(waiting(bench, "primary.dead") == 0);
}

TEST_CASE("A queue is billed for three requests a message") {
  const auto design = testing::design_from(queues);
  const HealthyWeek week(*design, 1);
  CostSheet sheet;
  design->component(design->find("primary.orders")).bill(week, sheet);
  REQUIRE(sheet.items().size() == 1);
  CHECK(sheet.items()[0].price_key == "sqs.standard");
  CHECK(sheet.items()[0].quantity == Approx(3 * 10 * 3600 * 730 / 1e6).epsilon(0.01));
}

TEST_CASE("Only another queue can take dead letters") {
  std::string wrong = queues;
  const std::string link = "dead_letter_queue: dead";
  wrong.replace(wrong.find(link), link.size(), "dead_letter_queue: db");
  CHECK(testing::problems_of(wrong).find("expected another queue") != std::string::npos);
}

TEST_CASE("Messages that nobody can handle vanish after the retention") {
  std::string short_lived = queues;
  const std::string dead_letters = "max_receive_count: 3,\n             dead_letter_queue: dead";
  const auto at = short_lived.find(dead_letters);
  REQUIRE(at != std::string::npos);
  short_lived.replace(at, dead_letters.size(), "retention: 1 h");
  Bench bench(short_lived);
  bench.run(hours(1));
  REQUIRE(bench.strike("primary.orders", "handling_failure"));
  bench.run(minutes(59));
  CHECK(bench.losses().empty());
  bench.run(hours(3));
  // Of nearly four hours' messages, at 10 a second, those of the last hour are still there, looked at once an hour.
  double gone = 0;
  for (const DataLoss& loss : bench.losses()) gone += loss.lost_writes;
  CHECK(gone > 36000);
  CHECK(gone < 3 * 36000);
  CHECK(waiting(bench, "primary.orders") == Approx(4 * 36000 - 600 - gone).epsilon(0.01));
}

// Facts cw.metric.latency, cw.alarm.action: a dead letter is seen when the monitoring service has the queue's next minute.
TEST_CASE("An alarm on a dead-letter queue fires minutes after the third receive, and is over when the queue is empty") {
  Bench bench(queues.substr(0, queues.find("journeys:")) +
              "    dead-letters: {type: alarm, on: dead, metric: messages_visible, threshold: 1}\n" +
              queues.substr(queues.find("journeys:")));
  bench.run(hours(1));
  CHECK(bench.strike("primary.orders", "poison_message", 5));
  bench.run(seconds(90));
  CHECK(bench.values("primary.dead-letters", "fired").empty());
  bench.run(minutes(10));
  CHECK(bench.values("primary.dead-letters", "fired").size() == 1);
  CHECK(bench.operate("primary.orders", "redrive") == Operable::Outcome::done);
  bench.run(minutes(10));
  CHECK(bench.settled("primary.dead-letters"));
  CHECK(bench.values("primary.dead-letters", "fired").size() == 1);
}
