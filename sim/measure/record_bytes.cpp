// See record_bytes.h.
#include "sim/measure/record_bytes.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace windtunnel {
namespace {

/// Appends plain values and lists of them.
struct ByteWriter {
  std::string bytes;

  template <class T>
  void plain(T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  template <class T, class Visit>
  void list(std::vector<T>& items, const Visit& visit) {
    std::uint64_t size = items.size();
    plain(size);
    for (T& item : items) visit(item);
  }
};

/// Takes them in the same order; `ok` goes false, for good, where they end too early.
struct ByteReader {
  std::string_view bytes;
  bool ok = true;

  template <class T>
  void plain(T& value) {
    if (bytes.size() < sizeof value) ok = false;
    if (!ok) return;
    std::memcpy(&value, bytes.data(), sizeof value);
    bytes.remove_prefix(sizeof value);
  }
  template <class T, class Visit>
  void list(std::vector<T>& items, const Visit& visit) {
    std::uint64_t size = 0;
    plain(size);
    // Every item takes a byte at least, so that a wrong size cannot ask for more memory than there are bytes.
    if (size > bytes.size()) ok = false;
    if (!ok) return;
    items.resize(size);
    for (T& item : items) visit(item);
  }
};

/// A truth value that was written as a byte, so that no other byte is ever taken for one.
template <class Io>
void flag(Io& io, bool& value) {
  std::uint8_t byte = value ? 1 : 0;
  io.plain(byte);
  value = byte == 1;
}

template <class Io>
void visit_journey(Io& io, JourneyRecord& j) {
  for (double* number : {&j.offered, &j.good, &j.below_level_seconds, &j.below_objective_seconds, &j.rto_seconds,
                         &j.objective_seconds, &j.hurt_share, &j.phases.notice, &j.phases.decide, &j.phases.act,
                         &j.phases.propagate, &j.phases.warm_up, &j.phases.drain})
    io.plain(*number);
  for (bool* truth : {&j.hurt, &j.recovered, &j.objective_recovered}) flag(io, *truth);
}

template <class Io>
void visit_incident(Io& io, IncidentRecord& i) {
  io.plain(i.journey);
  io.plain(i.start);
  io.plain(i.seconds);
  flag(io, i.recovered);
  io.plain(i.cause);
  io.plain(i.mended);
}

template <class Io>
void visit_loss(Io& io, DataLossRecord& l) {
  io.plain(l.store);
  io.plain(l.age_seconds);
  flag(io, l.unbounded);
  io.plain(l.lost_writes);
  io.plain(l.stranded_writes);
}

template <class Io>
void visit_record(Io& io, ReplicationRecord& r) {
  for (std::uint64_t* number : {&r.replication, &r.fingerprint, &r.events}) io.plain(*number);
  bool changed = r.struck == Struck::changed;
  flag(io, changed);
  r.struck = changed ? Struck::changed : Struck::unchanged;
  for (double* number : {&r.window_seconds, &r.incident_cost, &r.downtime_seconds}) io.plain(*number);
  io.list(r.journeys, [&](JourneyRecord& j) { visit_journey(io, j); });
  io.list(r.incidents, [&](IncidentRecord& i) { visit_incident(io, i); });
  io.list(r.losses, [&](DataLossRecord& l) { visit_loss(io, l); });
  io.list(r.detections, [&](DetectionRecord& d) {
    io.plain(d.alarm);
    flag(io, d.fired);
    io.plain(d.seconds);
  });
  io.list(r.values, [&](NamedValue& v) {
    io.plain(v.name);
    io.plain(v.value);
    flag(io, v.ended);
  });
  io.list(r.downtime_by_cause, [&](double& seconds) { io.plain(seconds); });
}

}  // namespace

std::string to_bytes(std::span<const ReplicationRecord> records) {
  ByteWriter writer;
  // What writes and reads visits what it may change, hence the copy.
  std::vector<ReplicationRecord> copy(records.begin(), records.end());
  writer.list(copy, [&](ReplicationRecord& r) { visit_record(writer, r); });
  return std::move(writer.bytes);
}

std::optional<std::vector<ReplicationRecord>> records_from_bytes(std::string_view bytes, std::uint64_t at_most) {
  ByteReader reader{bytes};
  std::uint64_t size = 0;
  reader.plain(size);
  // Every record takes a byte at least, so that a wrong size cannot ask for more memory than there are bytes.
  if (!reader.ok || size > reader.bytes.size()) return std::nullopt;
  std::vector<ReplicationRecord> records(std::min(size, at_most));
  for (ReplicationRecord& record : records) visit_record(reader, record);
  if (!reader.ok || (records.size() == size && !reader.bytes.empty())) return std::nullopt;
  return records;
}

}  // namespace windtunnel
