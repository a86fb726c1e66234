// The failure rates that years under nature were drawn from, and what each rests on.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <tuple>

#include "reports/markup.h"
#include "reports/page/parts.h"
#include "reports/text.h"
#include "sim/kernel/quantity.h"
#include "sim/measure/failure_rates.h"
#include "sim/measure/wording.h"

namespace windtunnel::reports::page {
namespace {

/// A rate, and the designs that call upon it with the number of units there.
struct SharedRate {
  const FailureRateResult* rate = nullptr;
  std::vector<std::string> designs;
};

/// Those of designs that were run over years; equal ones of several designs stand once.
std::vector<SharedRate> shared_rates(const Result& result) {
  std::vector<SharedRate> all;
  for (const DesignResult& design : result.designs) {
    const auto drawn = [&](const AvailabilityResult& years) { return years.design == design.design; };
    if (std::none_of(result.availability.begin(), result.availability.end(), drawn)) continue;
    for (const FailureRateResult& rate : design.failure_rates) {
      const auto same = [&](const SharedRate& known) { return is_one_rate(*known.rate, rate); };
      auto found = std::find_if(all.begin(), all.end(), same);
      if (found == all.end()) found = all.insert(all.end(), SharedRate{&rate, {}});
      found->designs.push_back(markup(design.design) + (rate.units > 1 ? fmt::format(" ({})", rate.units) : ""));
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const SharedRate& a, const SharedRate& b) {
    return std::tie(a.rate->planned, a.rate->type, a.rate->mode) < std::tie(b.rate->planned, b.rate->type, b.rate->mode);
  });
  return all;
}

/// A name of the catalogue in words: "power loss".
std::string in_words(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return markup(name);
}

constexpr std::string_view assumed = "assumption:";

/// "high", "medium" or "low": the word that a confidence begins with; nothing where it says none.
std::string grade_of(const RateSource& source) {
  return source.confidence.substr(0, source.confidence.find_first_of(" ,;"));
}

std::string origin_of(const RateSource& source) {
  const bool has_fact = !source.text.empty() || !source.confidence.empty();
  const std::string told = source.text.empty() ? "" : "; source: " + markup(source.text);
  const std::string fact = fmt::format("<code>{}</code>{}", markup(source.id), told);
  if (source.stated)
    return has_fact ? "stated by the design; the catalogue's own value rests on " + fact : std::string("stated by the design");
  if (source.id == "document") return "stated by the design";
  if (source.id.starts_with(assumed) && source.text.empty())
    return "assumed, without a source: <code>" + markup(source.id.substr(assumed.size())) + "</code>";
  return fact;
}

/// What interval and duration rest on; where all of it rests on one thing, that once.
std::string rests_on(const FailureRateResult& rate) {
  std::vector<std::pair<std::string, std::string>> lines;  // origin, parameters
  for (const RateSource& source : rate.sources) {
    std::string origin = origin_of(source);
    const auto same = [&](const auto& line) { return line.first == origin; };
    const auto found = std::find_if(lines.begin(), lines.end(), same);
    if (found == lines.end())
      lines.emplace_back(std::move(origin), markup(source.parameter));
    else
      found->second += ", " + markup(source.parameter);
  }
  std::string text;
  for (const auto& [origin, parameters] : lines)
    text += lines.size() == 1 ? origin : fmt::format("<div><small>{}:</small> {}</div>", parameters, origin);
  return text;
}

std::string confidence_of(const FailureRateResult& rate) {
  std::vector<std::string> words;
  for (const RateSource& source : rate.sources) {
    std::string word = source.stated ? "" : markup(source.confidence);
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(std::move(word));
  }
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "; ") + word;
  return text.empty() ? "–" : text;
}

/// "4.4 h" or "11.1 y".
std::string span_text(double seconds) {
  constexpr double year = 365.0 * 24 * 3600;
  return seconds >= year ? figure_text(seconds / year) + " y" : seconds_text(seconds);
}

/// A law with its times in fitting units: "lognormal(p50: 264 min, p95: 906 min)" is "lognormal(p50: 4.4 h, p95: 15.1 h)".
std::string law_text(const std::string& law) {
  std::string text;
  for (std::size_t at = 0; at < law.size();) {
    std::size_t end = at;
    if (std::isdigit(static_cast<unsigned char>(law[at])) != 0 && (at == 0 || law[at - 1] == ' ' || law[at - 1] == '(')) {
      end = std::min(law.find_first_of(",)", at), law.size());
      const auto time = parse_duration(law.substr(at, end - at));
      text += time ? span_text(time->seconds()) : law.substr(at, end - at);
    } else {
      text += law[end++];
    }
    at = end;
  }
  return markup(text);
}

/// How many rates rest on what: "12 on facts (8 of them with low confidence), 3 stated by designs, 5 assumed".
std::string counted(const std::vector<SharedRate>& rates) {
  std::size_t stated = 0, assumptions = 0, unsure = 0, facts = 0;
  for (const SharedRate& shared : rates) {
    if (shared.rate->sources.empty()) continue;
    const RateSource& source = shared.rate->sources.front();
    if (source.stated || source.id == "document") {
      ++stated;
    } else if (source.id.starts_with(assumed)) {
      ++assumptions;
    } else {
      ++facts;
      unsure += grade_of(source) == "low";
    }
  }
  std::vector<std::string> parts;
  if (facts > 0)
    parts.push_back(fmt::format("{} on sourced facts", facts) +
                    (unsure > 0 ? fmt::format(", {} of these with low confidence", unsure) : ""));
  if (stated > 0) parts.push_back(fmt::format("{} on what a design states", stated));
  if (assumptions > 0) parts.push_back(fmt::format("{} on assumptions without a source", assumptions));
  return listed(parts);
}

/// How to read more of one of the facts; nothing where no rate rests on one.
std::string more_of_a_fact(const std::vector<SharedRate>& rates) {
  for (const SharedRate& shared : rates)
    for (const RateSource& source : shared.rate->sources)
      if (!source.stated && !source.text.empty() && !source.id.starts_with(assumed))
        return fmt::format(" <code>windtunnel explain {}</code> prints one of the facts whole.", markup(source.id));
  return "";
}

}  // namespace

std::string rates_link(const Result& result, const std::string& words) {
  return shared_rates(result).empty() ? words : "<a href=\"#rates\">" + words + "</a>";
}

std::string rate_part(const Result& result) {
  const std::vector<SharedRate> rates = shared_rates(result);
  if (rates.empty()) return "";
  Table shown{"Failure rates, of each unit by itself",
              {"what", "#a year", "time to the next", "how long", "struck in (units)", "rests on", "confidence"}, {}, true};
  for (const auto& [rate, designs] : rates) {
    std::string where;
    for (const std::string& design : designs) where += (where.empty() ? "" : ", ") + design;
    shown.rows.push_back({fmt::format("<b>{}: {}</b>{}<br><small>{}</small>", in_words(rate->type), in_words(rate->mode),
                                      rate->planned ? " (planned work)" : "", markup(rate->meaning)),
                          figure_text(rate->per_year), law_text(rate->interval),
                          rate->duration.empty() ? "as recovery takes" : law_text(rate->duration), where, rests_on(*rate),
                          confidence_of(*rate)});
  }
  return fmt::format(
      "<h3 id=\"rates\">How often things fail</h3><p>Years under nature draw failures from {0} rates: {1}. Each unit fails on its "
      "own, at the rate that one has; “as recovery takes” is not drawn, since it follows from what the design does.{3}</p>"
      "<details class=\"rates\"><summary>{0} failure rates, with their sources</summary>{2}</details>",
      rates.size(), counted(rates), table(shown), more_of_a_fact(rates));
}

}  // namespace windtunnel::reports::page
