// The bill of Kasha beside a bill recomputed by hand from list prices, line by line (validation/kasha_cost.json).
#include "models/prices.h"
#include "sim/measure/cost.h"
#include "tests/support/scripted_run.h"

using namespace windtunnel;

namespace {

MonthlyCost bill_of(const Design& design) {
  const HealthyWeek week(design, 1);
  CostSheet sheet;
  for (const auto& component : design.components()) component->bill(week, sheet);
  std::vector<CostLine> lines;
  for (const CostItem& item : sheet.items()) {
    CostLine line;
    line.item = item.item;
    line.quantity = item.quantity;
    line.price_key = item.price_key;
    line.component = design.component(item.component).name();
    if (const auto price = models::price(item.region, item.price_key)) line.price = price->amount;
    lines.push_back(std::move(line));
  }
  return monthly_cost(std::move(lines));
}

double dollars(const MonthlyCost& bill, const std::vector<std::string>& lines) {
  const CostSum sum = sum_matching(bill, lines);
  CHECK(sum.unknown.empty());
  REQUIRE_FALSE(sum.lines.empty());
  return sum.amount;
}

/// The recomputed bill assumes what its last lines say: both load balancers face the internet (users come to one of them all
/// the same), and the database's lines are those of a Single-AZ instance. All else is the design as shipped.
constexpr const char* as_recomputed = R"(
design: kasha-as-recomputed
extends: kasha
stacks:
  web:
    db: null
    internal-alb: {scheme: internet-facing}
regions:
  primary:
    with:
      db: {type: rds_instance, class: db.t3.micro, storage: 40 GB, storage_type: gp3, zone: a, backups: {retention: 30 d}}
)";

struct Row {
  std::string_view item;
  std::vector<std::string> lines;
};

/// Sums up rows of the recomputed bill, each checked against the design's lines to the cent.
double check_rows(const MonthlyCost& bill, const Node& recomputed, const std::vector<Row>& rows) {
  REQUIRE(recomputed.items.size() == rows.size());
  double sum = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Node& row = recomputed.items[i];
    CAPTURE(rows[i].item);
    REQUIRE(row.find("item")->text == rows[i].item);
    const double ours = dollars(bill, rows[i].lines);
    CHECK(ours == Approx(std::stod(row.find("real_usd_month")->text)).margin(0.005001));
    sum += ours;
  }
  return sum;
}

}  // namespace

TEST_CASE("Kasha costs what was recomputed from list prices, line by line") {
  Diagnostics diagnostics;
  const auto file = load_document(WINDTUNNEL_SOURCE_DIR "/tests/data/validation/kasha_cost.json", diagnostics);
  REQUIRE(file);
  const MonthlyCost bill = bill_of(*testing::design_from(as_recomputed));
  const double same_scope = check_rows(bill, *file->root.find("rows"),
                                       {{"Frontend CPU, 2 tasks x 0.25 vCPU", {"primary.frontend: processors"}},
                                        {"Frontend memory, 2 x 0.5 GB", {"primary.frontend: memory"}},
                                        {"Backend CPU, 2 tasks x 0.5 vCPU", {"primary.backend: processors"}},
                                        {"Backend memory, 2 x 1 GB", {"primary.backend: memory"}},
                                        {"ALB x 2, fixed hours", {"primary.*-alb: hours"}},
                                        {"RDS db.t3.micro primary (MySQL, Single-AZ)", {"primary.db: instance hours"}},
                                        {"RDS db.t3.micro replica", {"primary.replica: instance hours"}},
                                        {"RDS storage 40 GB", {"primary.db: storage", "primary.replica: storage"}},
                                        {"RDS backup", {"primary.db: backups*"}},
                                        {"NAT gateway x 1, fixed hours", {"primary.nat: hours"}},
                                        {"CloudWatch logs", {"primary.*: logs"}}});
  const double omitted = check_rows(bill, *file->root.find("omitted_in_claim"),
                                    {{"Public IPv4: 2 ALBs x 2 AZs + 1 NAT = 5", {"primary.*: public addresses"}},
                                     {"ALB LCU, assumed 0.25 LCU average each", {"primary.*-alb: capacity units"}},
                                     {"NAT data, assumed 20 GB", {"primary.nat: data processed"}},
                                     {"Internet egress, assumed <= 100 GB free", {"primary.*: data to the internet*"}},
                                     {"Secrets Manager, 2 secrets (if used)", {"primary.secrets: *"}}});
  const Node& totals = *file->root.find("totals");
  CHECK(same_scope == Approx(std::stod(totals.find("real_same_scope")->text)).margin(0.01));
  CHECK(same_scope + omitted == Approx(std::stod(totals.find("real_including_omitted")->text)).margin(0.01));
  // It has no line for what the tiers send each other from one zone into another, for queues, alarms, nor for keys.
  const double beyond = dollars(bill, {"primary.*: data between zones*"}) + dollars(bill, {"primary.*queue-*", "primary.*dead-letters-*"}) +
                        dollars(bill, {"primary.keys: *"}) +
                        dollars(bill, {"primary.dead-notifications-*: alarm", "primary.errors: alarm"});
  CHECK(same_scope + omitted + beyond == Approx(bill.total).margin(0.01));
}

TEST_CASE("As it is described, Kasha pays for a standby twice and for no public address inside") {
  const MonthlyCost bill = bill_of(*testing::design_from("design: k\nextends: kasha\n"));
  CHECK(bill.unknown.empty());
  // rds.mysql.db.t3.micro.multi_az 0.034 USD/h and gp3 Multi-AZ storage 0.23 USD/GB-month.
  CHECK(dollars(bill, {"primary.db: instance hours"}) == Approx(0.034 * 730));
  CHECK(dollars(bill, {"primary.db: storage"}) == Approx(40 * 0.23));
  CHECK(sum_matching(bill, {"primary.internal-alb: public addresses"}).lines.empty());
  // 100 GB a month pass each load balancer, and half of what tasks ask lies in the other zone: 0.02 USD a GB on both sides.
  CHECK(dollars(bill, {"primary.internal-alb: data between zones*"}) == Approx(1.01).margin(0.01));
  CHECK(dollars(bill, {"primary.db: data between zones*", "primary.replica: data between zones*"}) == Approx(1.01).margin(0.01));
  CHECK(dollars(bill, {"primary.*: data to the internet*"}) == 0);
  // A second NAT gateway adds its hours and its address, 32.85 + 3.65, and saves the way of half of 20 GB into the other zone.
  const MonthlyCost two = bill_of(*testing::design_from("design: k\nextends: kasha-two-nat\n"));
  CHECK(two.total - bill.total == Approx(36.5 - 20 * 0.5 * 0.02).margin(0.001));
}

TEST_CASE("A documented saving is in dollars or a share, and a line's own arithmetic is made of numbers") {
  const auto problems = [](const std::string& cost) {
    return testing::problems_of("design: k\nextends: kasha\nclaims:\n  - {id: kasha-39, cost: {lines: [\"*\"], " + cost + "}}\n");
  };
  CHECK(problems("share: 70 %").find("a share belongs to a saving") != std::string::npos);
  CHECK(problems("share: 70 %, value: 5 USD, saving_by: kasha-spot").find("a share belongs to a saving") != std::string::npos);
  CHECK(problems("value: 220 USD, arithmetic: [2, tasks]").find("\"tasks\" is no factor") != std::string::npos);
  CHECK(problems("share: 70 %, saving_by: kasha-spot, arithmetic: [2]").find("no line of its own") != std::string::npos);
  CHECK(problems("value: 220 USD, arithmetic: [2, 0.01520, 730]").empty());
}
