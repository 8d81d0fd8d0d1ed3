# SPDX-License-Identifier: MIT
# Installs the library into a folder of its own, builds the examples against it as a stranger would, and runs them.
# Given: BUILD, SOURCE, WORK, COMPILER, FLAGS, TYPE.
function(run)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${WORK} RESULT_VARIABLE status OUTPUT_VARIABLE output
                  ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${ARGN}\nended with ${status}:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix --component library)
run(${CMAKE_COMMAND} -S ${SOURCE}/examples/cpp -B ${WORK}/build -D CMAKE_PREFIX_PATH=${WORK}/prefix
    -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_CXX_FLAGS=${FLAGS} -D CMAKE_BUILD_TYPE=${TYPE}
    -D CMAKE_FIND_USE_PACKAGE_REGISTRY=OFF)
run(${CMAKE_COMMAND} --build ${WORK}/build)
file(GLOB_RECURSE outside RELATIVE ${WORK}/prefix ${WORK}/prefix/*.cmake)
if(NOT outside MATCHES "kilterConfig.cmake")
  message(FATAL_ERROR "no kilterConfig.cmake was installed: ${outside}")
endif()

run(${WORK}/build/example_ask_tell)
if(NOT output MATCHES "^trial [0-9]+: won 0\\.[0-9]+   bluff [0-9.e-]+   raise [0-9]+")
  message(FATAL_ERROR "example_ask_tell says: ${output}")
endif()
run(${WORK}/build/example_optimize 12)
if(NOT output MATCHES "12 trials: " OR NOT EXISTS ${WORK}/kilter-studies/valley/study.db)
  message(FATAL_ERROR "example_optimize says: ${output}")
endif()
run(${WORK}/build/example_optimize 15)
if(NOT output MATCHES "15 trials: ")
  message(FATAL_ERROR "example_optimize, going on, says: ${output}")
endif()
