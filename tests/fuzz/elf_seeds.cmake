# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Small programs for fuzz_elf to start from (fuzz/seeds_elf in the build folder); without the C library they are a few kilobytes.
# fuzz_index starts from their sections and from their indices.

set(seeds ${CMAKE_BINARY_DIR}/fuzz/seeds_elf)
file(MAKE_DIRECTORY ${seeds})
set(made "")
foreach(seed "c;-g;-O0" "c;-g;-O2" "c;-gdwarf-4;-O1" "c;-g0;-O1" "c++;-g;-O1" "c++;-gdwarf-4;-O0")
    list(GET seed 0 language)
    string(REPLACE ";" "" name "${seed}")
    list(SUBLIST seed 1 -1 options)
    add_custom_command(OUTPUT ${seeds}/${name}
        COMMAND ${CMAKE_CXX_COMPILER} -x ${language} ${CMAKE_CURRENT_LIST_DIR}/seed_elf.c ${options} -nostdlib -static-pie
                -fno-builtin -fno-exceptions -funwind-tables -Wl,-e,run -Wl,-z,noseparate-code,-z,max-page-size=256 -o ${seeds}/${name}
        DEPENDS ${CMAKE_CURRENT_LIST_DIR}/seed_elf.c VERBATIM)
    list(APPEND made ${seeds}/${name})
endforeach()
add_executable(index_seeds index_seeds.cpp)
target_compile_options(index_seeds PRIVATE ${TAPSCOPE_WARNINGS})
target_link_libraries(index_seeds PRIVATE tapscope_debuginfo)
if(TAPSCOPE_FUZZ)
    target_link_options(index_seeds PRIVATE -fsanitize=address,undefined)
endif()
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/fuzz/seeds_index.made
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/fuzz/seeds_index
    COMMAND index_seeds ${CMAKE_BINARY_DIR}/fuzz/seeds_index ${made}
    COMMAND ${CMAKE_COMMAND} -E touch ${CMAKE_BINARY_DIR}/fuzz/seeds_index.made
    DEPENDS index_seeds ${made} VERBATIM)
add_custom_target(fuzz_seeds DEPENDS ${made} ${CMAKE_BINARY_DIR}/fuzz/seeds_index.made)
add_dependencies(fuzz_elf fuzz_seeds)
add_dependencies(fuzz_index fuzz_seeds)
