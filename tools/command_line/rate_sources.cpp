// See rate_sources.h.
#include "tools/command_line/rate_sources.h"

#include "models/facts.h"
#include "sim/measure/failure_rates.h"

namespace windtunnel::tools {

std::vector<FailureRateResult> sourced_failure_rates(const Design& design) {
  std::vector<FailureRateResult> rates = failure_rates_of(design);
  for (FailureRateResult& rate : rates)
    for (RateSource& source : rate.sources)
      if (const models::Fact* fact = models::find_fact(source.id)) {
        source.text = fact->source;
        source.confidence = fact->confidence;
      }
  return rates;
}

}  // namespace windtunnel::tools
