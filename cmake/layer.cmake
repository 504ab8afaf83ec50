# What whoever includes our headers has to be compiled with as well, whatever flags they choose.
add_library(axiomark_settings INTERFACE)
add_library(axiomark::settings ALIAS axiomark_settings)
target_compile_features(axiomark_settings INTERFACE cxx_std_20)
target_compile_definitions(axiomark_settings INTERFACE
  EIGEN_MAX_ALIGN_BYTES=64      # the same alignment with and without -march=native
  EIGEN_MPL2_ONLY
  EIGEN_DONT_PARALLELIZE)       # threads belong to our own pool

# What every object of the project is compiled with. The whole program is built for the plain
# instruction set and without contraction, so that a hunt in double finds the same suspects on
# every machine; only network/kernels holds code for wider instruction sets, chosen at run time.
add_library(axiomark_options INTERFACE)
target_link_libraries(axiomark_options INTERFACE axiomark_settings)
target_compile_options(axiomark_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion
  -ffp-contract=off
  # Warnings from flow analysis after inlining: g++ sees paths through std::string and std::optional
  # that there are not (its bug 105651, say). The sanitized tests look for the real ones.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-maybe-uninitialized;-Wno-stringop-overflow;-Wno-stringop-overread;-Wno-array-bounds>
  $<$<BOOL:${AXIOMARK_WERROR}>:-Werror>)

# axiomark_precompiled(<name> HEADERS ... PIC ON|OFF LINK ...): headers of other libraries, parsed once
# for all targets that are then given to axiomark_precompile(<target> <name>) and compiled with the
# same flags. That is a third of the time of a build. ccache sees through it with the sloppiness that
# ./run sets.
function(axiomark_precompiled name)
  cmake_parse_arguments(PRECOMPILED "" "PIC" "HEADERS;LINK" ${ARGN})
  if(NOT AXIOMARK_PRECOMPILED)
    return()
  endif()
  file(GENERATE OUTPUT ${PROJECT_BINARY_DIR}/${name}.cpp CONTENT "")
  add_library(${name} OBJECT ${PROJECT_BINARY_DIR}/${name}.cpp)
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ${PRECOMPILED_PIC})
  target_compile_options(${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
  target_precompile_headers(${name} PRIVATE ${PRECOMPILED_HEADERS})
  target_link_libraries(${name} PRIVATE axiomark_options ${PRECOMPILED_LINK})
endfunction()
function(axiomark_precompile target name)
  if(AXIOMARK_PRECOMPILED)
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
    target_precompile_headers(${target} REUSE_FROM ${name})
  endif()
endfunction()
axiomark_precompiled(axiomark_layer_headers PIC ON
  HEADERS ${PROJECT_SOURCE_DIR}/network/precompiled.hpp
  LINK Eigen3::Eigen Boost::headers fmt::fmt nlohmann_json::nlohmann_json tl::expected
       Threads::Threads onnx_proto)

# axiomark_layer(<folder> HEADERS ... SOURCES ... LINK ...): one folder, one static library.
function(axiomark_layer name)
  cmake_parse_arguments(LAYER "" "" "HEADERS;SOURCES;LINK" ${ARGN})
  add_library(axiomark_${name} STATIC ${LAYER_SOURCES})
  add_library(axiomark::${name} ALIAS axiomark_${name})
  target_sources(axiomark_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}
                 FILES ${LAYER_HEADERS})
  set_target_properties(axiomark_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON
                                                     POSITION_INDEPENDENT_CODE ON)
  target_link_libraries(axiomark_${name} PUBLIC axiomark_settings ${LAYER_LINK}
                        PRIVATE $<BUILD_INTERFACE:axiomark_options>)
  set_target_properties(axiomark_${name} PROPERTIES EXPORT_NAME ${name})
  install(TARGETS axiomark_${name} EXPORT axiomark COMPONENT development
          ARCHIVE COMPONENT development
          FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/axiomark COMPONENT development)
  axiomark_precompile(axiomark_${name} axiomark_layer_headers)
endfunction()
