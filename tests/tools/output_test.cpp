// An output overwrites neither what the run reads nor another output, however the files are called.
#include <catch2/catch.hpp>
#include <iterator>
#include <nlohmann/json.hpp>

#include "tests/tools/pair.h"
#include "tests/tools/program.h"

using namespace windtunnel::testing;

namespace {

/// A folder with a design, a baseline of it and a result; every command runs in it.
struct Workplace {
  Folder folder;
  Workplace() {
    std::filesystem::create_directory(folder / "designs");
    folder.write("designs/pair.yaml", pair_design);
    folder.write("loss.yaml", "scenario: loss\nfaults: [{strike: component left, mode: failure, for: 1 h}]\n");
    CHECK(run("baseline create designs loss.yaml -n 2 --years 0 -q -o base.json").status == 0);
    CHECK(run("run designs loss.yaml -n 2 --years 0 -q -o json=result.json").status == 0);
  }
  Ended run(const std::string& arguments) const {
    return shell("cd '" + (folder / "") + "' && WINDTUNNEL_NO_CACHE=1 \"" WINDTUNNEL_BINARY "\" " + arguments);
  }
};

}  // namespace

TEST_CASE("an output that would overwrite an input is refused before anything runs") {
  const Workplace place;
  std::filesystem::create_symlink(place.folder / "loss.yaml", place.folder / "link.yaml");
  const std::string design = text_of(place.folder / "designs/pair.yaml"), loss = text_of(place.folder / "loss.yaml"),
                    base = text_of(place.folder / "base.json"), result = text_of(place.folder / "result.json");
  for (const char* command :
       {"run designs loss.yaml -n 1 --years 0 -o json=loss.yaml", "run designs loss.yaml -o json=./designs/../loss.yaml",
        "run designs loss.yaml -o html=link.yaml", "run designs loss.yaml -o markdown=designs/pair.yaml",
        "run designs loss.yaml --baseline base.json -o json=base.json", "baseline create designs loss.yaml -o designs/pair.yaml",
        "baseline check base.json designs loss.yaml -o json=base.json", "report result.json -o json=result.json",
        "availability designs/pair.yaml -o json=designs/pair.yaml", "compare designs/pair.yaml kasha -o html=designs/pair.yaml"}) {
    const Ended ended = place.run(command);
    INFO(command << "\n" << ended.out);
    CHECK(ended.status == 64);
    CHECK(ended.out.find("is read by this command; name another file") != std::string::npos);
  }
  CHECK(text_of(place.folder / "designs/pair.yaml") == design);
  CHECK(text_of(place.folder / "loss.yaml") == loss);
  CHECK(text_of(place.folder / "base.json") == base);
  CHECK(text_of(place.folder / "result.json") == result);
}

TEST_CASE("a base that is read beside an overlay is not overwritten either") {
  const Workplace place;
  place.folder.write("over.yaml", "design: over\nextends: beside\n");
  place.folder.write("beside.yaml", "design: beside\nextends: kasha\n");
  place.folder.write("crash.yaml", "scenario: crash\nfaults: [{strike: component db, mode: crash}]\n");
  const std::string base = text_of(place.folder / "beside.yaml");
  REQUIRE(place.run("baseline create over.yaml crash.yaml -n 1 --years 0 -q -o over.json").status == 0);
  for (const char* command :
       {"run over.yaml crash.yaml -n 1 --years 0 --no-ends -o json=beside.yaml", "availability over.yaml --years 1 -o json=beside.yaml",
        "compare over.yaml kasha -n 1 --years 0 -o json=beside.yaml", "baseline create over.yaml crash.yaml -n 1 -o beside.yaml",
        "baseline check over.json over.yaml crash.yaml -o json=beside.yaml"}) {
    const Ended ended = place.run(command);
    INFO(command << "\n" << ended.out);
    CHECK(ended.status == 64);
    CHECK(ended.out.find("is read by this command; name another file") != std::string::npos);
  }
  CHECK(text_of(place.folder / "beside.yaml") == base);
}

TEST_CASE("a scenario that names a shipped variant runs on it") {
  const Workplace place;
  place.folder.write("variant.yaml",
                     "scenario: variant\ntitle: t\ndesigns: kasha-nights-off\nfaults: [{strike: component db, mode: crash}]\n"
                     "expect: [{sli: {p50: \"> 100 %\"}}]\n");
  const Ended ended = place.run("run variant.yaml -n 20 --years 0 --no-ends");
  INFO(ended.out);
  CHECK(ended.status == 1);
  CHECK(ended.out.find("kasha-nights-off") != std::string::npos);
}

TEST_CASE("what is wrong with an input is not written over it") {
  const Workplace place;
  place.folder.write("wrong.yaml", "design: shop\nregoins: {}\n");
  CHECK(place.run("run wrong.yaml -o junit=wrong.yaml").status == 65);
  CHECK(text_of(place.folder / "wrong.yaml") == "design: shop\nregoins: {}\n");
}

TEST_CASE("two outputs to one file are refused, two that fill one folder are not") {
  const Workplace place;
  std::filesystem::create_directory(place.folder / "there");
  for (const char* outputs : {"-o json=same -o html=same", "-o json=same -o html=./same", "-o csv=same -o json=same",
                              "-o json=- -o markdown=-",
                              "-o csv=there -o json=there/runs.csv", "-o sarif=there/some.vl.json -o png=there"}) {
    const Ended ended = place.run("run designs loss.yaml -n 1 --years 0 -q " + std::string(outputs));
    INFO(outputs << "\n" << ended.out);
    CHECK(ended.status == 64);
    CHECK(ended.out.find("would overwrite each other") != std::string::npos);
  }
  CHECK_FALSE(std::filesystem::exists(place.folder / "same"));
  CHECK(std::filesystem::is_empty(place.folder / "there"));
  CHECK(place.run("run designs loss.yaml -n 1 --years 0 -q -o csv=out -o svg=out -o json=/dev/null -o html=/dev/null").status == 0);
  CHECK(place.run("run designs loss.yaml -n 1 --years 0 -q -o csv=out -o json=out/result.json").status == 0);
  CHECK(place.run("run designs loss.yaml -n 1 --years 0 -q -o json=result.json").status == 0);  // its own former output
}

TEST_CASE("a folder that cannot be made is refused before anything runs, and one that can is made only when it is filled") {
  const Workplace place;
  for (const char* output : {"csv=/proc/nope", "csv=/proc/nope/deeper", "svg=loss.yaml/pictures", "png=loss.yaml"}) {
    const Ended ended = place.run(std::string("run designs loss.yaml -n 1 --years 0 -o ") + output);
    INFO(output << "\n" << ended.out);
    CHECK(ended.status == 64);
    CHECK(ended.out.find("windtunnel: --output: cannot write ") == 0);
  }
  CHECK(place.run("run designs no-such.yaml -n 1 --years 0 -q -o csv=new/folder").status == 66);
  CHECK_FALSE(std::filesystem::exists(place.folder / "new"));
  CHECK(place.run("run designs loss.yaml -n 1 --years 0 -q -o csv=new/folder/").status == 0);
  CHECK_FALSE(std::filesystem::is_empty(place.folder / "new/folder"));
}

TEST_CASE("a file may lie in a folder that another output makes, whichever is named first") {
  const Workplace place;
  for (const std::string outputs : {"-o json=new/result.json -o csv=new", "-o csv=new/tables -o json=new/result.json"}) {
    const Ended ended = place.run("run designs loss.yaml -n 2 --years 0 -q " + outputs);
    INFO(outputs << "\n" << ended.out);
    CHECK(ended.status == 0);
    CHECK(text_of(place.folder / "new/result.json") == text_of(place.folder / "result.json"));
    CHECK(std::filesystem::remove_all(place.folder / "new") > 2);
  }
  place.folder.write("wrong.yaml", "scenario: wrong\nfaults: nothing\n");
  CHECK(place.run("run designs wrong.yaml -q -o junit=new/problems.xml -o csv=new").status == 65);
  CHECK(text_of(place.folder / "new/problems.xml").find("wrong.yaml:2") != std::string::npos);
  CHECK(std::filesystem::remove_all(place.folder / "new") == 2);
  for (const std::string outputs : {"-o json=new/result.json -o csv=other", "-o json=new/deeper/result.json -o csv=new"}) {
    const Ended ended = place.run("run designs loss.yaml -n 2 --years 0 -q " + outputs);
    INFO(outputs << "\n" << ended.out);
    CHECK(ended.status == 64);
    CHECK(ended.out.find("there is no such folder") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(place.folder / "new"));
  }
}

TEST_CASE("FORMAT=FILE without its option is understood") {
  const Workplace place;
  for (const char* command :
       {"run designs -o html=a.html html=b.html", "availability html=b.html", "report result.json html=b.html -o json=-"}) {
    const Ended ended = place.run(command);
    INFO(command << "\n" << ended.out);
    CHECK(ended.status == 66);
    CHECK(ended.out.find("to write it, say \"--output html=b.html\"") != std::string::npos);
  }
}

TEST_CASE("replays are told where an output shows them, and only there") {
  const Folder folder;
  const std::string cache = folder / "cache";
  const auto kept_after = [&](const std::string& outputs) {
    const std::string command = "\"" WINDTUNNEL_BINARY "\" run kasha nat-loss -n 2 --years 0 --no-ends -q --cache '" + cache + "' ";
    INFO(outputs);
    CHECK(shell(command + outputs).status < 3);
    return std::distance(std::filesystem::directory_iterator(cache), std::filesystem::directory_iterator());
  };
  // What was told of a replication is kept as a run is.
  const auto without = kept_after("-o 'junit=" + (folder / "junit.xml") + "' -o github=-");
  CHECK(kept_after("-o 'json=" + (folder / "result.json") + "'") > without);
  CHECK(nlohmann::json::parse(text_of(folder / "result.json")).at("replays").size() > 0);
}
