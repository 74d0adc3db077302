# freehold_embed(TARGET FILE NAME)
#
# The bytes of FILE as the symbols NAME and NAME_size of TARGET. Where FILE is not there the size is 0.
function(freehold_embed TARGET FILE NAME)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${FILE})
  set(bytes "0")
  set(size 0)
  if(EXISTS ${FILE})
    file(SIZE ${FILE} size)
    file(READ ${FILE} bytes HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  endif()
  set(source ${CMAKE_BINARY_DIR}/embedded/${NAME}.cpp)
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT
"#include <cstddef>
extern const unsigned char @NAME@[];
extern const std::size_t @NAME@_size;
const unsigned char @NAME@[] = {@bytes@};
const std::size_t @NAME@_size = @size@;
")
  target_sources(${TARGET} PRIVATE ${source})
endfunction()
