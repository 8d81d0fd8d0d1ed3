# SPDX-License-Identifier: MIT
# The program that is carried to other machines: the same rooms, linked statically, so that it needs no library there,
# of no version. It is linked from the objects of the ordinary build and costs seconds; `./dev package` packs it.
find_library(KILTER_STATIC_SQLITE libsqlite3.a)
find_library(KILTER_STATIC_YAML libyaml-cpp.a)
find_library(KILTER_STATIC_ZLIB libz.a)
if(NOT KILTER_STATIC_SQLITE OR NOT KILTER_STATIC_YAML OR NOT KILTER_STATIC_ZLIB OR NOT CMAKE_SYSTEM_NAME STREQUAL Linux)
  return()
endif()

kilter_rooms_of(kilter_cli carried)
add_executable(kilter-portable EXCLUDE_FROM_ALL kilter/cli/main.cpp kilter/cli/portable_fmt.cpp)
target_compile_definitions(kilter-portable PRIVATE KILTER_VERSION="${PROJECT_VERSION}")
target_compile_options(kilter-portable PRIVATE ${KILTER_WARNINGS})
add_dependencies(kilter-portable ${carried} kilter-launch)
list(TRANSFORM carried REPLACE "(.+)" "$<TARGET_FILE:\\1>")
# By file, for by target fmt's shared library would come along. Only `kilter doctor` opens a library at run time, and
# not in this program.
target_link_libraries(kilter-portable PRIVATE -static -Wl,--gc-sections -Wl,--start-group ${carried} -Wl,--end-group
                                              ${KILTER_STATIC_SQLITE} ${KILTER_STATIC_YAML} ${KILTER_STATIC_ZLIB})
target_link_options(kilter-portable PRIVATE -s)
