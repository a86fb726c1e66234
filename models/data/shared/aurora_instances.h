// The instances of an Aurora cluster over their one volume: a writer, readers, and who takes over from whom.
#pragma once

#include <vector>

#include "models/overlapping_faults.h"
#include "models/store_support.h"
#include "sim/kernel/distribution.h"

namespace windtunnel::models {

/// The shared volume: six copies over three zones. Zones that the design does not name count as always there.
class AuroraVolume {
 public:
  static constexpr int copies = 6, copies_per_zone = 2, write_quorum = 4, read_quorum = 3;

  /// `zones`: those of the region that the design names; copies lie in the first three.
  void declare(Site region, std::vector<Site> zones);
  /// Copies that can be reached now.
  int present(const World& world) const;
  bool writable(const World& world) const { return present(world) >= write_quorum; }
  bool readable(const World& world) const { return present(world) >= read_quorum; }
  /// Copies beside those of lost zones are gone, as many as the strike's severity says, until it relents.
  void lose(const Strike& strike);
  void regain(const Strike& strike) { lost_.end(strike); }
  /// A whole volume takes its place, which what has struck the old one does not concern.
  void begin_anew() { lost_ = {}; }
  bool whole(const World& world) const { return present(world) == copies; }
  const std::vector<Site>& zones() const { return zones_; }

 private:
  Site region_;
  std::vector<Site> zones_;
  OverlappingFaults lost_;
};

/// Copyable state of a model. The model passes its timers' signals on, and looks afterwards at what has become of the cluster.
class AuroraInstances {
 public:
  enum Signal : std::uint16_t { loss_noticed, promoted, instance_ready, signals };  ///< a model's own signals begin at `signals`
  enum Purpose : std::uint16_t { promoting, recreating, purposes };
  struct Times {
    const DurationDistribution* promotion;   ///< from the loss of the writer until a reader accepts writes
    const DurationDistribution* recreation;  ///< of a lost instance, where it was
    double detection_share;                  ///< of the promotion, which is spent on noticing
  };

  /// One instance in each of the sites; the first is the writer, unless all are to be readers. One more can be added later,
  /// by default at `spare`.
  void declare(const std::vector<Site>& sites, Site spare, bool with_writer);

  std::size_t places() const { return nodes_.size(); }
  Site site(std::size_t place) const { return nodes_[place].site; }
  std::vector<Site> sites() const;
  bool has_writer() const { return writer_ < nodes_.size(); }
  std::size_t writer() const { return writer_; }
  /// Whether the instance at a place runs. During a promotion none answers.
  bool runs(std::size_t place) const { return nodes_[place].state == State::running; }
  bool writer_runs() const { return has_writer() && runs(writer_) && !promoting_now(); }
  bool promoting_now() const { return promoting_now_; }
  std::size_t readers() const;
  /// All configured instances run, in whichever roles.
  bool complete() const;

  /// An instance fails; says whether it ran.
  bool lose(World& world, const Component& owner, const Times& times, std::size_t place);
  /// Readers fail: the one that nature names, or so many of them; says whether any ran.
  bool lose_readers(World& world, const Component& owner, const Times& times, const Strike& strike);
  /// An instance stops for a known time, and nobody takes over from it.
  bool pause(World& world, const Component& owner, std::size_t place, Duration time);
  /// A reader takes over though the writer is well.
  bool begin_promotion(World& world, const Component& owner, Duration time);
  /// Domains have changed.
  void follow(World& world, const Component& owner, const Times& times);
  void handle(World& world, const Component& owner, const Times& times, std::uint16_t signal, std::uint64_t argument);
  /// One more instance is created; false when the only spare place is taken.
  bool add(World& world, const Component& owner, Site site, Duration time);
  /// The cluster begins to exist, or is created anew, with every instance running in its place if that is in service.
  void begin_anew(World& world, const Component& owner, const Times& times);
  /// Readers only become a cluster with a writer: the first that runs.
  bool choose_writer();
  /// The writer becomes a reader among the others.
  void give_up_writer() { writer_ = nodes_.size(); }

 private:
  enum class State : std::uint8_t { absent, running, lost, paused };
  struct Node {
    Site site;
    State state = State::running;
    PlaceWatch watch;
    EventHandle timer;
  };
  bool lose_reader(World& world, const Component& owner, const Times& times, std::size_t number);
  std::size_t candidate(const World& world) const;
  void stop(World& world, std::size_t place, State state);
  void recreate(World& world, const Component& owner, const Times& times, std::size_t place);
  void come_back(World& world, const Component& owner, const Times& times, std::size_t place);
  void consider_promotion(World& world, const Component& owner, const Times& times);
  void promote(World& world, const Component& owner, const Times& times);

  std::vector<Node> nodes_;
  std::size_t writer_ = 0, configured_ = 0;
  EventHandle promotion_;
  bool promoting_now_ = false, ordered_ = false, with_writer_ = true;
};

}  // namespace windtunnel::models
