# What a program that only verifies (Freehold::proof) or only holds keys (Freehold::wallet) links.
install(TARGETS freehold_common freehold_crypto freehold_codec freehold_proof freehold_wallet
  EXPORT FreeholdTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/freehold)
# The wallet reads the calls of contracts (headers alone) without linking the chain.
install(DIRECTORY ${CMAKE_SOURCE_DIR}/contracts DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/freehold
  FILES_MATCHING PATTERN "calls.h")
foreach(room common crypto codec proof wallet)
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/${room} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/freehold
    FILES_MATCHING PATTERN "*.h" PATTERN "*_testing.h" EXCLUDE)
endforeach()
install(EXPORT FreeholdTargets NAMESPACE Freehold:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Freehold)
install(FILES ${CMAKE_SOURCE_DIR}/cmake/FreeholdConfig.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/Freehold)
