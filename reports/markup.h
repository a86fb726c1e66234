// Text of unknown origin put into HTML, SVG and scripts, where it stays text.
#pragma once

#include <string>
#include <string_view>

namespace windtunnel::reports {

/// Text as the content of an element or the value of a quoted attribute, in HTML and in XML. Control and bidirectional
/// characters are shown, as `visible` does.
std::string markup(std::string_view text);

/// JSON as the content of a script element: nothing in it can end the element.
std::string json_for_script(std::string_view json);

/// A word for an id or a file name: letters, digits and dashes only, never empty.
std::string slug(std::string_view text);

}  // namespace windtunnel::reports
