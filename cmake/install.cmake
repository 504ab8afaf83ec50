# cmake --install: the program, the layers' headers under include/axiomark, where consumers find them
# by the names used here ("network/network.hpp"), the static libraries, and the package axiomark:
#   find_package(axiomark REQUIRED)
#   target_link_libraries(mine PRIVATE axiomark::methods)
# The component `program` alone is what a user of the command line needs, `development` the rest.
include(CMakePackageConfigHelpers)

install(TARGETS axiomark RUNTIME COMPONENT program)
set_target_properties(axiomark_settings PROPERTIES EXPORT_NAME settings)
install(TARGETS axiomark_settings EXPORT axiomark)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/axiomark)
install(EXPORT axiomark NAMESPACE axiomark:: FILE axiomarkTargets.cmake
        DESTINATION ${package_folder} COMPONENT development)
configure_package_config_file(cmake/axiomarkConfig.cmake.in ${PROJECT_BINARY_DIR}/axiomarkConfig.cmake
                              INSTALL_DESTINATION ${package_folder})
# Before 1.0 every minor version may change an interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/axiomarkConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/axiomarkConfig.cmake
              ${PROJECT_BINARY_DIR}/axiomarkConfigVersion.cmake
              ${CMAKE_CURRENT_LIST_DIR}/FindCairo.cmake
        DESTINATION ${package_folder} COMPONENT development)
