# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later

include(GNUInstallDirs)
foreach(program tapscope tapscope-cli tapscope-helper)
    if(TARGET ${program})
        install(TARGETS ${program} RUNTIME)
    endif()
endforeach()
install(DIRECTORY tapset/ DESTINATION ${CMAKE_INSTALL_DATADIR}/tapscope/tapset FILES_MATCHING PATTERN "*.stp")
