// The traffic equations, solved with a dense LU decomposition: a design has tens of visits.
#include "sim/traffic/equations.h"

#include <Eigen/Dense>
#include <stdexcept>

namespace windtunnel::traffic {
namespace {

// Shares of a visit's branches; what a router refuses or loses goes nowhere.
std::vector<double> branch_shares(const Network& network, const Visit& visit, Time now) {
  const bool select = visit.kind == Visit::Kind::select;
  std::vector<double> shares(select ? visit.calls.size() : visit.stations.size(), select ? 1.0 : 0.0);
  double sum = 0;
  if (visit.router != none) {
    const Router& router = network.routers[visit.router];
    for (std::size_t i = 0; i < shares.size(); ++i) shares[i] = i < router.branches.size() ? router.branches[i].at(now) : 0;
    sum = router.refused.at(now) + router.black_holed.at(now);
  } else if (!select) {
    bool unlimited = false;
    for (const StationId id : visit.stations) unlimited = unlimited || network.stations[id].servers == infinity;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const double servers = network.stations[visit.stations[i]].servers;
      shares[i] = unlimited ? (servers == infinity ? 1 : 0) : servers;
    }
  }
  for (const double share : shares) sum += share;
  for (double& share : shares) share = sum > 0 ? share / sum : 0;
  return shares;
}

// calls(i, j): how often a request at visit i calls visit j.
Eigen::MatrixXd call_matrix(const Network& network, Time now) {
  const auto n = static_cast<Eigen::Index>(network.visits.size());
  Eigen::MatrixXd calls = Eigen::MatrixXd::Zero(n, n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const Visit& visit = network.visits[static_cast<std::size_t>(i)];
    const std::vector<double> shares = branch_shares(network, visit, now);
    double served = 0;
    for (const double share : shares) served += share;
    for (std::size_t k = 0; k < visit.calls.size(); ++k) {
      const Call& call = visit.calls[k];
      const double miss = call.unless_hit == none ? 1 : 1 - network.caches[call.unless_hit].steady_hit_ratio;
      calls(i, call.visit) += visit.kind == Visit::Kind::select ? shares[k] : served * call.times * miss;
    }
  }
  return calls;
}

ArrivalRates solve(const Network& network, const Eigen::VectorXd& entering, Time now) {
  const Eigen::MatrixXd calls = call_matrix(network, now);
  const auto n = calls.rows();
  const Eigen::VectorXd rates = (Eigen::MatrixXd::Identity(n, n) - calls.transpose()).partialPivLu().solve(entering);
  // Calls that multiply without end give a singular matrix, or a solution with negative rates.
  if (!rates.allFinite() || (n > 0 && rates.minCoeff() < -1e-9 * rates.cwiseAbs().maxCoeff())) {
    throw std::domain_error("calls never end: a cycle of calls makes at least as many calls as it was called");
  }
  ArrivalRates result;
  result.visits.assign(rates.data(), rates.data() + n);
  result.stations.assign(network.stations.size(), 0.0);
  for (std::size_t i = 0; i < network.visits.size(); ++i) {
    const Visit& visit = network.visits[i];
    if (visit.kind != Visit::Kind::serve) continue;
    const std::vector<double> shares = branch_shares(network, visit, now);
    for (std::size_t k = 0; k < shares.size(); ++k) result.stations[visit.stations[k]] += result.visits[i] * shares[k];
  }
  return result;
}

}  // namespace

ArrivalRates arrival_rates(const Network& network, Time now) {
  Eigen::VectorXd entering = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(network.visits.size()));
  for (const Journey& journey : network.journeys) entering(journey.entry) += journey.rate.at(now);
  return solve(network, entering, now);
}

ArrivalRates visit_ratios(const Network& network, JourneyId journey, Time now) {
  Eigen::VectorXd entering = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(network.visits.size()));
  entering(network.journeys[journey].entry) = 1;
  return solve(network, entering, now);
}

}  // namespace windtunnel::traffic
