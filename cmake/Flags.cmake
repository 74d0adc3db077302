# Warnings are errors where this project's own code is compiled; assertions stay on in every build.
add_library(freehold_flags INTERFACE)
target_compile_options(freehold_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual -Wundef
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>  # g++ 12 sees ghosts in optional<vector>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>         # and in vector::insert at -O2
  $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow>
  $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overread>
  -Werror=return-type -Werror=uninitialized -Werror=unused-result)
option(FREEHOLD_WERROR "treat warnings as errors" ON)
if(FREEHOLD_WERROR)
  target_compile_options(freehold_flags INTERFACE -Werror)
endif()
if(FREEHOLD_SANITIZE)
  target_compile_options(freehold_flags INTERFACE -fsanitize=${FREEHOLD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(freehold_flags INTERFACE -fsanitize=${FREEHOLD_SANITIZE})
endif()
if(FREEHOLD_FUZZ)
  target_compile_options(freehold_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release" OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  target_compile_definitions(freehold_flags INTERFACE _FORTIFY_SOURCE=2)
endif()
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
find_program(FREEHOLD_CCACHE ccache)
if(FREEHOLD_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${FREEHOLD_CCACHE})
endif()
