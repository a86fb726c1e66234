// How messages show what a user wrote and what may be written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace windtunnel {

/// Text in double quotes, control characters and quotes escaped as in JSON, cut after about 60 characters.
std::string in_quotes(std::string_view text);
/// The same without the cut: reads back to the same text.
std::string quoted_whole(std::string_view text);
/// "a, b, c"; after `most` items "…" stands for the rest.
std::string listed(const std::vector<std::string>& words, std::size_t most = 40);
/// A scalar as it stands in a YAML file: quoted only where it must be.
std::string file_text(std::string_view text);

}  // namespace windtunnel
