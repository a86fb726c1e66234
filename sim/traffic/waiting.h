// Queueing formulas: how many calls wait, how long, and how many find no place. Servers may be any number >= 0: between two
// whole numbers every formula is interpolated, so that answers move continuously with capacity.
#pragma once

namespace windtunnel::traffic {

/// Waiting time before service, of those who are admitted. Seconds.
struct Wait {
  double delayed = 0;   ///< share that waits at all
  double mean = 0;
  double variance = 0;
};

/// Waiting with a limited number of waiting places.
struct LimitedWait {
  double blocked = 0;  ///< share that finds every place taken
  Wait admitted;
  double decay = 0;  ///< per place: how many find so many taken falls like exp(-decay places); of wait_limited
};

/// Share of calls lost by n servers without waiting places, offered load a in erlangs (any a >= 0). Kleinrock, Queueing
/// Systems 1 (1975), section 3.6; the recursion runs on the reciprocal, which never underflows.
double erlang_b(double servers, double offered);
/// Share of calls that wait with n servers and unlimited places; 1 where a >= n.
double erlang_c(double servers, double offered);

/// M/M/n: n servers of rate m each, arrivals r < n m.
Wait wait_exponential(double servers, double service_rate, double arrival_rate);
/// Probability of waiting longer than t in M/M/n.
double wait_exceeds(double servers, double service_rate, double arrival_rate, double t);
/// M/G/n with squared coefficient of variation v of the service time: Allen and Cunneen's correction (1 + v)/2 of M/M/n,
/// exact for one server in the mean (Pollaczek and Khinchine). r < n m.
Wait wait_general(double servers, double service_rate, double arrival_rate, double service_variation);
/// M/G/n with k waiting places, any load; exact for v = 1 (birth and death), otherwise the queue's geometric decay is raised
/// to the power 2/(1 + v), as in heavy traffic.
LimitedWait wait_limited(double servers, double service_rate, double arrival_rate, double service_variation, double places);

/// M/G/n where calls whose wait would exceed their patience are dropped in the end; `blocked` is their share (Barrer 1957;
/// exact for exponential service), `admitted` the law of the others. Any load.
LimitedWait wait_impatient(double servers, double service_rate, double arrival_rate, double service_variation,
                           double patience);

/// The load at which M/G/n has that mean wait, in service times of all servers together (requests ahead), and the share
/// delayed there. Inverse of wait_general; the load is below 1.
struct LoadOfWait {
  double load = 0, delayed = 1;
};
LoadOfWait load_with_wait(double servers, double service_variation, double requests_ahead);

/// A load up to which the mean wait in M/M/n is below that share of a service time; at most 0.9. Not the largest one, but near it.
double load_without_wait(double servers, double share);

/// The largest load at which a station forgets its past within t: in 1 / (n m (1 - sqrt(rho))^2). What it can have adapted to in
/// that time.
double load_relaxed_within(double servers, double service_rate, double t);

}  // namespace windtunnel::traffic
