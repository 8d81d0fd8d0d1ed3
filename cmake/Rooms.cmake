# SPDX-License-Identifier: MIT
# How a room of the house, a test of a room and a fuzz target are built. A room links only the floors below it.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(KILTER_CCACHE ccache)
if(KILTER_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${KILTER_CCACHE})
endif()

# Fused multiply-adds would change the last bits from one machine to the next.
add_compile_options(-ffp-contract=off)
include_directories(${PROJECT_SOURCE_DIR})

# Several sources of a room in one compilation: a clean build in a third of the time. A name in an unnamed namespace is then a
# room's, and clang-tidy still reads each source alone.
option(KILTER_UNITY "Compile the sources of a room several at a time" ON)

set(KILTER_WARNINGS -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Werror
    # Designated initialisers leave the rest to the defaults, on purpose.
    -Wno-missing-field-initializers)

if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # GCC 12 warns of std::string's own insert (its bug 105651).
  list(APPEND KILTER_WARNINGS -Wno-restrict)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  # std::stable_sort of libstdc++ 12 calls what libstdc++ 12 deprecates.
  list(APPEND KILTER_WARNINGS -Wno-deprecated-declarations)
endif()

# kilter_together(target): its sources are compiled several at a time.
function(kilter_together target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${KILTER_UNITY} UNITY_BUILD_BATCH_SIZE 10)
endfunction()

# kilter_room(name SOURCES a.cpp ... LINKS below ... PRIVATE third-party ...)
function(kilter_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS;PRIVATE" ${ARGN})
  add_library(kilter_${name} STATIC ${ROOM_SOURCES})
  kilter_together(kilter_${name})
  target_compile_options(kilter_${name} PRIVATE ${KILTER_WARNINGS})
  list(TRANSFORM ROOM_LINKS PREPEND kilter_)
  # Of headers alone nothing is left that a program which links the installed library would need.
  list(TRANSFORM ROOM_PRIVATE REPLACE "^(nlohmann_json|CLI11|Eigen3|Boost)::.*" "$<BUILD_INTERFACE:\\0>")
  target_link_libraries(kilter_${name} PUBLIC ${ROOM_LINKS} PRIVATE fmt::fmt ${ROOM_PRIVATE})
endfunction()

# kilter_kernels(name): kernels_isa.cpp of the room, one object a set of instructions; its kernels.cpp chooses.
function(kilter_kernels name)
  set(sets baseline)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    list(APPEND sets v3 v4)
    target_compile_definitions(kilter_${name} PRIVATE KILTER_KERNELS_X86)
  endif()
  foreach(set IN LISTS sets)
    add_library(kilter_${name}_kernels_${set} OBJECT kernels_isa.cpp)
    target_link_libraries(kilter_${name}_kernels_${set} PRIVATE Eigen3::Eigen)
    # Of Eigen's templates too each object needs instances of its own.
    target_compile_definitions(kilter_${name}_kernels_${set} PRIVATE EIGEN_NO_DEBUG EIGEN_DONT_PARALLELIZE
                               Eigen=Eigen_${name}_${set} KILTER_KERNELS=kernels_${set} KILTER_KERNELS_NAME="${set}")
    target_compile_options(kilter_${name}_kernels_${set} PRIVATE -O3 -fno-math-errno -fno-trapping-math)
    if(NOT set STREQUAL baseline)
      target_compile_options(kilter_${name}_kernels_${set} PRIVATE -march=x86-64-${set})
    endif()
    target_sources(kilter_${name} PRIVATE $<TARGET_OBJECTS:kilter_${name}_kernels_${set}>)
  endforeach()
  set(kernel_sets ${sets} PARENT_SCOPE)
endfunction()

# kilter_tests(name SOURCES a_test.cpp ... LINKS rooms ... PRIVATE third-party ... APART: each source on its own)
function(kilter_tests name)
  cmake_parse_arguments(ROOM "APART" "" "SOURCES;LINKS;PRIVATE" ${ARGN})
  add_executable(kilter_${name}_tests ${ROOM_SOURCES})
  if(NOT ROOM_APART)
    kilter_together(kilter_${name}_tests)
  endif()
  target_compile_options(kilter_${name}_tests PRIVATE ${KILTER_WARNINGS})
  list(TRANSFORM ROOM_LINKS PREPEND kilter_)
  target_link_libraries(kilter_${name}_tests PRIVATE ${ROOM_LINKS} fmt::fmt GTest::gtest_main ${ROOM_PRIVATE})
  gtest_discover_tests(kilter_${name}_tests TEST_PREFIX "${name}." PROPERTIES LABELS ${name} TIMEOUT 300
                       DISCOVERY_TIMEOUT 60)
endfunction()

# kilter_fuzz(name SOURCE file.cpp LINKS rooms ...)
function(kilter_fuzz name)
  cmake_parse_arguments(ROOM "" "SOURCE" "LINKS" ${ARGN})
  if(NOT KILTER_FUZZ)
    return()
  endif()
  add_executable(fuzz_${name} ${ROOM_SOURCE})
  list(TRANSFORM ROOM_LINKS PREPEND kilter_)
  target_link_libraries(fuzz_${name} PRIVATE ${ROOM_LINKS})
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
endfunction()
