# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later

include(GNUInstallDirs)
foreach(program tapscope tapscope-cli tapscope-helper)
    if(TARGET ${program})
        install(TARGETS ${program} RUNTIME)
    endif()
endforeach()
install(DIRECTORY tapset/ DESTINATION ${CMAKE_INSTALL_DATADIR}/tapscope/tapset FILES_MATCHING PATTERN "*.stp" PATTERN "*.stpm")
install(FILES resources/desktop/org.tapscope.Tapscope.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES resources/desktop/org.tapscope.Tapscope.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES resources/desktop/systemtap-script.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages)
install(DIRECTORY resources/examples/ DESTINATION ${CMAKE_INSTALL_DATADIR}/tapscope/examples FILES_MATCHING PATTERN "*.stp")
install(FILES resources/icons/tapscope.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
install(FILES docs/man/tapscope-cli.1 docs/man/tapscope.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(PROGRAMS ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/teahouse DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/tapscope)
