// Programs of others that read what windtunnel writes: they judge its formats, and must be there.
#pragma once

#include "tests/tools/program.h"

namespace windtunnel::testing {

/// Runs a consumer on a text, as its last argument's file. Where the consumer is missing, the shell's status (127) and
/// its message fail the test: tools/setup installs all of them.
inline Ended consumed(const std::string& command, const std::string& text) {
  const Folder folder;
  const std::string file = folder.write("text", text);
  return shell(command + " '" + file + "'");
}

/// xmllint's verdict on JUnit XML by the schema that Jenkins publishes.
inline Ended check_junit(const std::string& text) {
  return consumed("xmllint --noout --nonet --schema '" WINDTUNNEL_SOURCE_DIR "/tests/data/schemas/junit.xsd'", text);
}

/// The verdict of python3-jsonschema by a schema of the repository.
inline Ended check_json(const std::string& text, const std::string& schema) {
  static const std::string program =
      "import json, sys, jsonschema\n"
      "schema = json.load(open(sys.argv[1]))\n"
      "errors = list(jsonschema.validators.validator_for(schema)(schema).iter_errors(json.load(open(sys.argv[2]))))\n"
      "[print(list(e.absolute_path), e.message[:300]) for e in errors]\n"
      "sys.exit(1 if errors else 0)\n";
  const Folder folder;
  const std::string script = folder.write("check.py", program);
  return consumed("/usr/bin/python3 '" + script + "' '" WINDTUNNEL_SOURCE_DIR "/" + schema + "'", text);
}

inline Ended check_sarif(const std::string& text) { return check_json(text, "tests/data/schemas/sarif-2.1.0.json"); }

/// Markdown as the renderer of GitHub turns it into HTML, with what it takes for links.
inline std::string rendered_markdown(const std::string& text) {
  return consumed("cmark-gfm --unsafe -e table -e autolink -e tagfilter -e strikethrough", text).out;
}

}  // namespace windtunnel::testing
