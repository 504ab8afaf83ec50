# axiomark_link_allocator(TARGET): what a program allocates with. Judging a small case is some hundred small
# allocations: with glibc's allocator alone a hunt takes 1.4 times as long as with jemalloc, and operator new and
# delete that keep small blocks in lists of their own (network/memory/operator_new.cpp) take another tenth off.
# (tcmalloc is 8 % faster than jemalloc, but writes a line of its own when memory is refused.)
# Programs only: a library leaves the choice to the program that links it. The archive rather than
# the shared library: calls need no table, and the program runs where the library is not installed.
# Sanitizers bring an allocator of their own.
find_library(AXIOMARK_ALLOCATOR NAMES libjemalloc.a jemalloc
  DOC "A replacement of malloc for the programs; optional")

function(axiomark_link_allocator target)
  if(CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    return()
  endif()
  target_sources(${target} PRIVATE ${PROJECT_SOURCE_DIR}/network/memory/operator_new.cpp)
  if(AXIOMARK_ALLOCATOR)
    target_link_libraries(${target} PRIVATE ${AXIOMARK_ALLOCATOR} Threads::Threads ${CMAKE_DL_LIBS})
  endif()
endfunction()
