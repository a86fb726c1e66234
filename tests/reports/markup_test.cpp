// Text of a stranger stays text in markup, scripts and names of files.
#include "reports/markup.h"

#include <catch2/catch.hpp>

using namespace windtunnel::reports;

TEST_CASE("markup shows what would act") {
  CHECK(markup("<b a='1' c=\"2\">&</b>") == "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;&lt;/b&gt;");
  CHECK(markup("a\x1b[31mb\xe2\x80\xae") == "a&lt;U+001B&gt;[31mb&lt;U+202E&gt;");
}

TEST_CASE("JSON cannot end the script element that holds it") {
  CHECK(json_for_script("\"</script><!--\"") == "\"\\u003c/script>\\u003c!--\"");
}

TEST_CASE("names of files hold letters, digits and dashes only") {
  CHECK(slug("Zone-loss@primary.zone-1") == "zone-loss-primary-zone-1");
  CHECK(slug("../../etc/passwd") == "etc-passwd");
  CHECK(slug("\xe2\x80\xae") == "x");
  CHECK(slug(std::string(200, 'a')).size() == 80);
}
