// Finds embedded files by path.
#include "reports/embedded.h"

namespace windtunnel::reports {

std::string_view embedded(std::string_view path) {
  for (const EmbeddedFile& file : embedded_files())
    if (file.path == path) return file.text;
  return {};
}

}  // namespace windtunnel::reports
