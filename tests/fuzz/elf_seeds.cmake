# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Small programs for fuzz_elf to start from (build/fuzz/seeds_elf); without the C library they are a few kilobytes.

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
add_custom_target(fuzz_elf_seeds DEPENDS ${made})
add_dependencies(fuzz_elf fuzz_elf_seeds)
