// Reads the embedded price book once and finds prices by region and SKU.
#include "models/prices.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "models/embedded.h"

namespace windtunnel::models {
namespace {

// Every drill has a bill, and every line of it a price to be found.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using PricesBySku = std::unordered_map<std::string, Price, TextHash, std::equal_to<>>;
using PricesByRegion = std::unordered_map<std::string, PricesBySku, TextHash, std::equal_to<>>;

template <class Map>
std::vector<std::string> sorted_keys(const Map& map) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

Price read_price(const nlohmann::json& entry) {
  return {.amount = entry.at("price"),
          .unit = entry.at("unit"),
          .source = entry.at("source"),
          .confidence = entry.at("confidence"),
          .as_of = entry.value("as_of", std::string()),
          .note = entry.value("note", std::string())};
}

PricesByRegion read_prices() {
  PricesByRegion prices;
  const auto file = nlohmann::json::parse(embedded_file("models/prices/prices.json"));
  for (const auto& [region, skus] : file.items()) {
    for (const auto& [sku, entry] : skus.items()) prices[region].emplace(sku, read_price(entry));
  }
  return prices;
}

const PricesByRegion& prices() {
  static const PricesByRegion read = read_prices();
  return read;
}

PriceBook read_price_book() {
  const auto meta = nlohmann::json::parse(embedded_file("models/prices/meta.json"));
  return {.currency = meta.at("currency"),
          .hours_per_month = meta.at("hours_per_month"),
          .as_of_range = meta.at("as_of_range")};
}

}  // namespace

const Price* price(std::string_view region, std::string_view sku) {
  const auto skus = prices().find(region);
  if (skus == prices().end()) return nullptr;
  const auto found = skus->second.find(sku);
  if (found == skus->second.end()) return nullptr;
  return &found->second;
}

std::vector<std::string> price_regions() { return sorted_keys(prices()); }

std::vector<std::string> price_skus(std::string_view region) {
  const auto skus = prices().find(region);
  return skus == prices().end() ? std::vector<std::string>() : sorted_keys(skus->second);
}

const PriceBook& price_book() {
  static const PriceBook book = read_price_book();
  return book;
}

}  // namespace windtunnel::models
