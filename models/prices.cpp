// Reads the embedded price book once and finds prices by region and SKU.
#include "models/prices.h"

#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "models/embedded.h"

namespace windtunnel::models {
namespace {

using PricesBySku = std::map<std::string, Price, std::less<>>;
using PricesByRegion = std::map<std::string, PricesBySku, std::less<>>;

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

std::optional<double> unit_price(std::string_view region, std::string_view sku) {
  const Price* found = price(region, sku);
  return found ? std::optional(found->amount) : std::nullopt;
}

std::vector<std::string> price_regions() {
  std::vector<std::string> regions;
  for (const auto& [region, skus] : prices()) regions.push_back(region);
  return regions;
}

std::vector<std::string> price_skus(std::string_view region) {
  std::vector<std::string> names;
  const auto skus = prices().find(region);
  if (skus == prices().end()) return names;
  for (const auto& [sku, entry] : skus->second) names.push_back(sku);
  return names;
}

const PriceBook& price_book() {
  static const PriceBook book = read_price_book();
  return book;
}

}  // namespace windtunnel::models
