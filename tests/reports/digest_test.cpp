// SHA-256 against the examples that its standard publishes.
#include "reports/digest.h"

#include <catch2/catch.hpp>

using namespace windtunnel::reports;

TEST_CASE("the published examples of SHA-256 come out") {
  // FIPS 180-4, example values: "abc", the empty text, and the text of two blocks.
  CHECK(sha256_base64("abc") == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  CHECK(sha256_base64("") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  CHECK(sha256_base64("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "JI1qYdIGOLjlwCaTDD5gOaM85Flk/yFn9uzt1BnbBsE=");
}
