# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# One target a room. The link graph below is the architecture's table; tests/architecture checks the includes against it.

set(TAPSCOPE_WARNINGS -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
# GCC 14 takes the small buffer of a std::string that is moved for the whole string.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    list(APPEND TAPSCOPE_WARNINGS -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread -Wno-restrict)
endif()
if(TAPSCOPE_WERROR)
    list(APPEND TAPSCOPE_WARNINGS -Werror)
endif()
set(TAPSCOPE_QT_DEFINITIONS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_USE_QSTRINGBUILDER QT_NO_FOREACH
    QT_NO_CONTEXTLESS_CONNECT QT_NO_KEYWORDS QT_DISABLE_DEPRECATED_UP_TO=0x060800)

# Qt6::Test defines the folder of each test, which would keep tests from sharing a precompiled header.
add_library(tapscope_qttest INTERFACE)
target_include_directories(tapscope_qttest SYSTEM INTERFACE $<TARGET_PROPERTY:Qt6::Test,INTERFACE_INCLUDE_DIRECTORIES>)
target_compile_definitions(tapscope_qttest INTERFACE QT_TESTLIB_LIB)
target_link_libraries(tapscope_qttest INTERFACE Qt6::Core $<TARGET_FILE:Qt6::Test>)

# One precompiled header for each kind of target; REUSE_FROM wants the same options and definitions.
function(tapscope_pch name header)
    cmake_parse_arguments(ARG "" "" "USES;OPTIONS;DEFINITIONS" ${ARGN})
    add_library(${name} OBJECT ${CMAKE_SOURCE_DIR}/cmake/pch.cpp)
    target_compile_options(${name} PRIVATE ${TAPSCOPE_WARNINGS} ${ARG_OPTIONS})
    target_compile_definitions(${name} PRIVATE ${ARG_DEFINITIONS})
    target_link_libraries(${name} PRIVATE ${ARG_USES})
    target_precompile_headers(${name} PRIVATE ${CMAKE_SOURCE_DIR}/cmake/${header})
endfunction()
set(TAPSCOPE_TEST_DEFINITIONS TAPSCOPE_SOURCE_DIR="${CMAKE_SOURCE_DIR}" TAPSCOPE_BINARY_DIR="${CMAKE_BINARY_DIR}")
tapscope_pch(tapscope_test_pch pch_test.h USES tapscope_qttest OPTIONS -Wno-shadow -O0 DEFINITIONS ${TAPSCOPE_TEST_DEFINITIONS})
if(TAPSCOPE_GUI)
    tapscope_pch(tapscope_qt_pch pch_qt.h USES Qt6::Widgets Qt6::Svg DEFINITIONS ${TAPSCOPE_QT_DEFINITIONS})
    tapscope_pch(tapscope_gui_test_pch pch_qt.h USES Qt6::Widgets Qt6::Svg tapscope_qttest OPTIONS -Wno-shadow -O0
        DEFINITIONS ${TAPSCOPE_TEST_DEFINITIONS})
endif()

# tapscope_room(NAME [USES targets…]): a static library of all sources in this folder (and its sub-folders).
function(tapscope_room name)
    cmake_parse_arguments(ARG "QT" "" "USES;EXCLUDE" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp *.h)
    foreach(pattern IN LISTS ARG_EXCLUDE)
        list(FILTER sources EXCLUDE REGEX ${pattern})
    endforeach()
    if(NOT sources MATCHES "\\.cpp")
        file(WRITE ${CMAKE_BINARY_DIR}/empty_${name}.cpp "")
        list(APPEND sources ${CMAKE_BINARY_DIR}/empty_${name}.cpp)
    endif()
    add_library(tapscope_${name} STATIC ${sources})
    target_compile_options(tapscope_${name} PRIVATE ${TAPSCOPE_WARNINGS})
    target_link_libraries(tapscope_${name} PUBLIC ${ARG_USES})
    if(ARG_QT)
        target_include_directories(tapscope_${name} PUBLIC ${CMAKE_SOURCE_DIR})
        target_compile_definitions(tapscope_${name} PRIVATE ${TAPSCOPE_QT_DEFINITIONS})
        set_target_properties(tapscope_${name} PROPERTIES AUTOMOC ON AUTORCC ON)
        target_link_libraries(tapscope_${name} PUBLIC Qt6::Widgets Qt6::Svg)
        target_precompile_headers(tapscope_${name} REUSE_FROM tapscope_qt_pch)
    else()
        target_include_directories(tapscope_${name} PUBLIC ${CMAKE_SOURCE_DIR}/backend)
        if(name STREQUAL "base")
            target_precompile_headers(tapscope_base PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch_std.h)
        else()
            target_precompile_headers(tapscope_${name} REUSE_FROM tapscope_base)
        endif()
    endif()
endfunction()

# tapscope_moc(TARGET SOURCE): makes the .moc that a test includes at its end. AUTOMOC would start a generator and compile a file
# of its own for each test, which takes as long as most of them do.
function(tapscope_moc target source)
    get_filename_component(name ${source} NAME_WE)
    set(moc ${CMAKE_CURRENT_BINARY_DIR}/${name}.moc)
    add_custom_command(OUTPUT ${moc} COMMAND Qt6::moc ${source} -o ${moc} DEPENDS ${source} VERBATIM)
    target_sources(${target} PRIVATE ${moc})
    target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
endfunction()

# tapscope_tests(ROOM [USES targets…]): each tst_*.cpp of this folder is a Qt Test program.
function(tapscope_tests room)
    cmake_parse_arguments(ARG "GUI" "" "USES;LABELS" ${ARGN})
    file(GLOB tests CONFIGURE_DEPENDS tst_*.cpp)
    foreach(source IN LISTS tests)
        get_filename_component(test ${source} NAME_WE)
        set(target ${room}_${test})
        add_executable(${target} ${source})
        set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
        tapscope_moc(${target} ${source})
        # Tests are compiled for quickness, what they test as it ships.
        target_compile_options(${target} PRIVATE ${TAPSCOPE_WARNINGS} -Wno-shadow -O0)
        target_compile_definitions(${target} PRIVATE ${TAPSCOPE_TEST_DEFINITIONS})
        target_link_libraries(${target} PRIVATE ${ARG_USES} tapscope_qttest)
        if(ARG_GUI)
            target_link_libraries(${target} PRIVATE Qt6::Widgets Qt6::Svg)
            target_precompile_headers(${target} REUSE_FROM tapscope_gui_test_pch)
        else()
            target_precompile_headers(${target} REUSE_FROM tapscope_test_pch)
        endif()
        add_test(NAME ${target} COMMAND ${target})
        set_tests_properties(${target} PROPERTIES LABELS "${room};${ARG_LABELS}" TIMEOUT 300
            ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TAPSCOPE_BUILD_DIR=${CMAKE_BINARY_DIR}")
    endforeach()
endfunction()
