# SPDX-License-Identifier: MIT
# What `cmake --install` puts where: the programs, and the library for find_package(kilter).
include(CMakePackageConfigHelpers)

# The rooms that `room` links, and itself.
function(kilter_rooms_of room out)
  set(rooms ${${out}})
  if(NOT room IN_LIST rooms)
    list(APPEND rooms ${room})
    get_target_property(links ${room} LINK_LIBRARIES)
    list(FILTER links INCLUDE REGEX "^kilter_")
    foreach(link IN LISTS links)
      kilter_rooms_of(${link} rooms)
    endforeach()
  endif()
  set(${out} ${rooms} PARENT_SCOPE)
endfunction()

kilter_rooms_of(kilter_api rooms)
add_library(kilter::kilter ALIAS kilter_api)
set_target_properties(kilter_api PROPERTIES EXPORT_NAME kilter)
target_compile_features(kilter_base INTERFACE cxx_std_20)
target_include_directories(kilter_base INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                                                 $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/kilter)
install(TARGETS ${rooms} EXPORT kilterTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
install(EXPORT kilterTargets NAMESPACE kilter:: DESTINATION ${package} COMPONENT library)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/kilterConfig.cmake.in ${PROJECT_BINARY_DIR}/kilterConfig.cmake
                              INSTALL_DESTINATION ${package})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/kilterConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/kilterConfig.cmake ${PROJECT_BINARY_DIR}/kilterConfigVersion.cmake
        DESTINATION ${package} COMPONENT library)

# The public headers, and those that they include.
set(headers
  kilter/kilter.hpp
  kilter/api/claim.hpp kilter/api/options.hpp kilter/api/result.hpp kilter/api/study.hpp
  kilter/executors/executors.hpp kilter/executors/run.hpp
  kilter/samplers/samplers.hpp kilter/schedulers/schedulers.hpp
  kilter/storage/storages.hpp kilter/storage/studies.hpp)
file(GLOB below CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/kilter/base/*.hpp
     ${PROJECT_SOURCE_DIR}/kilter/space/*.hpp ${PROJECT_SOURCE_DIR}/kilter/core/*.hpp)
foreach(header IN LISTS headers below)
  get_filename_component(folder ${header} DIRECTORY)
  install(FILES ${PROJECT_SOURCE_DIR}/${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/${folder} COMPONENT library)
endforeach()

foreach(program IN ITEMS kilter kilter-launch)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT programs)
  endif()
endforeach()
