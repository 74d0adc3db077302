// The page that checks proofs in a browser (web/verify), as it was built into this program.
// Any thread.
#pragma once

#include <string_view>

#include "http/message.h"

namespace freehold::api {

// Empty where the program was built without the page.
std::string_view verify_page_html();

// The page, under the security policy that stands in it and with no leave to be framed.
http::Response verify_page();

}  // namespace freehold::api
