// See session.h.
#include "tools/command_line/session.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "tools/command_line/pricing.h"

namespace windtunnel::tools {

bool wants_colour(const CommonOptions& options) {
  if (options.color != "auto") return options.color == "always";
  return isatty(STDOUT_FILENO) && std::getenv("NO_COLOR") == nullptr;
}

int terminal_width() {
  constexpr int usual = 110;
  winsize size{};
  if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual;
  return size.ws_col;
}

ProgressLine::ProgressLine(const CommonOptions& options)
    : shown_(isatty(STDERR_FILENO) && !options.quiet && !options.no_progress && std::getenv("CI") == nullptr) {}

ProgressLine::~ProgressLine() {
  if (drawn_) std::fprintf(stderr, "\r\033[K");
}

void ProgressLine::operator()(std::uint64_t done, std::uint64_t all) {
  const std::uint64_t percent = all ? done * 100 / all : 100;
  if (!shown_ || percent == percent_) return;
  percent_ = percent;
  draw(fmt::format("{:3} %  {} of {} {}", percent, done, all, part_));
}

void ProgressLine::begin(const std::string& part) {
  part_ = part;
  percent_ = ~std::uint64_t{0};
  if (shown_) draw("       " + part);
}

void ProgressLine::draw(const std::string& text) {
  drawn_ = true;
  std::fprintf(stderr, "\r\033[K%s", text.c_str());
}

Session::Session(const CommonOptions& options, const std::string& resolution)
    : options_(options),
      resolution_(resolution == "request" ? TrafficResolution::request : TrafficResolution::flow),
      limited_(!options.time_limit.empty()),
      progress_(options),
      limit_(time_limit_from(options.time_limit), options.stop ? *options.stop : unused_) {
  const std::string folder = options.cache.empty() ? RunCache::usual_folder() : options.cache;
  if (!options.no_cache && !folder.empty()) cache_ = std::make_unique<RunCache>(folder);
}

CampaignOptions Session::campaign() {
  CampaignOptions campaign;
  campaign.seed = options_.seed;
  campaign.jobs = options_.jobs;
  campaign.resolution = resolution_;
  campaign.interrupted = options_.interrupted;
  if (limited_) campaign.stop = options_.stop;
  campaign.bill = known_cost;
  campaign.progress = [this](std::uint64_t done, std::uint64_t all) { progress_(done, all); };
  return campaign;
}

}  // namespace windtunnel::tools
