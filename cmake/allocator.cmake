# axiomark_link_allocator(TARGET): links jemalloc into a program, where there is one. Judging a small
# case is some hundred small allocations; with glibc's allocator a hunt takes 1.4 times as long.
# (tcmalloc is another 8 % faster, but writes a line of its own when memory is refused.)
# Programs only: a library leaves the choice to the program that links it. The archive rather than
# the shared library: calls need no table, and the program runs where the library is not installed.
# Sanitizers bring an allocator of their own.
find_library(AXIOMARK_ALLOCATOR NAMES libjemalloc.a jemalloc
  DOC "A replacement of malloc for the programs; optional")

function(axiomark_link_allocator target)
  if(AXIOMARK_ALLOCATOR AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    target_link_libraries(${target} PRIVATE ${AXIOMARK_ALLOCATOR} Threads::Threads ${CMAKE_DL_LIBS})
  endif()
endfunction()
