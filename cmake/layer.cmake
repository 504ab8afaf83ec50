# What every object of the project is compiled with. The whole program is built for the plain
# instruction set and without contraction, so that a hunt in double finds the same suspects on
# every machine; only network/kernels holds code for wider instruction sets, chosen at run time.
add_library(axiomark_options INTERFACE)
target_compile_features(axiomark_options INTERFACE cxx_std_20)
target_compile_options(axiomark_options INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion
  -ffp-contract=off
  # g++ 12 warns of overlapping copies inside std::string's operator+ (its bug 105651).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  $<$<BOOL:${AXIOMARK_WERROR}>:-Werror>)
target_compile_definitions(axiomark_options INTERFACE
  EIGEN_MAX_ALIGN_BYTES=64      # the same alignment whatever flags a consumer compiles with
  EIGEN_MPL2_ONLY
  EIGEN_DONT_PARALLELIZE)       # threads belong to our own pool

# axiomark_layer(<folder> HEADERS ... SOURCES ... LINK ...): one folder, one static library.
function(axiomark_layer name)
  cmake_parse_arguments(LAYER "" "" "HEADERS;SOURCES;LINK" ${ARGN})
  add_library(axiomark_${name} STATIC ${LAYER_SOURCES})
  add_library(axiomark::${name} ALIAS axiomark_${name})
  target_sources(axiomark_${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}
                 FILES ${LAYER_HEADERS})
  set_target_properties(axiomark_${name} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON
                                                     POSITION_INDEPENDENT_CODE ON)
  target_link_libraries(axiomark_${name} PUBLIC axiomark_options ${LAYER_LINK})
endfunction()
