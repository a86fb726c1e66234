# What `cmake --install` and the Debian package put where. Designs, scenarios, facts and prices are inside the program.
include(GNUInstallDirs)

# Completions and the manual are written by the program itself, from the table that it parses with.
set(shell_folder "${CMAKE_BINARY_DIR}/generated/shell")
file(MAKE_DIRECTORY "${shell_folder}")
add_custom_command(
  OUTPUT "${shell_folder}/windtunnel.bash" "${shell_folder}/_windtunnel" "${shell_folder}/windtunnel.fish" "${shell_folder}/windtunnel.1"
  COMMAND windtunnel completion bash > "${shell_folder}/windtunnel.bash"
  COMMAND windtunnel completion zsh > "${shell_folder}/_windtunnel"
  COMMAND windtunnel completion fish > "${shell_folder}/windtunnel.fish"
  COMMAND windtunnel manual > "${shell_folder}/windtunnel.1"
  DEPENDS windtunnel
  VERBATIM)
add_custom_target(shell_files ALL DEPENDS "${shell_folder}/windtunnel.bash")

install(TARGETS windtunnel RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(FILES "${shell_folder}/windtunnel.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${shell_folder}/windtunnel.bash" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" RENAME windtunnel)
install(FILES "${shell_folder}/windtunnel.fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
# Debian's zsh looks for what packages bring in the first folder, for what is under /usr/local in the second.
foreach(folder vendor-completions site-functions)
  install(FILES "${shell_folder}/_windtunnel" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/${folder}")
endforeach()
file(GLOB schemas CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tools/schemas/*.json")
install(FILES ${schemas} DESTINATION "${CMAKE_INSTALL_DATADIR}/windtunnel/schemas")
install(FILES "${CMAKE_SOURCE_DIR}/models/REFERENCE.md" "${CMAKE_SOURCE_DIR}/scenarios/selectors.md" "${CMAKE_SOURCE_DIR}/CHANGELOG.md"
  DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(FILES "${CMAKE_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME copyright)
install(DIRECTORY "${CMAKE_SOURCE_DIR}/tools/ci/" DESTINATION "${CMAKE_INSTALL_DOCDIR}/ci" USE_SOURCE_PERMISSIONS)

# `cpack` in the build folder makes the package; dpkg-shlibdeps finds the libraries that it needs.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME windtunnel)
set(CPACK_PACKAGE_VENDOR windtunnel)
set(CPACK_PACKAGE_CONTACT "the windtunnel developers <windtunnel@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "wind tunnel for cloud architectures")
set(CPACK_PACKAGE_DESCRIPTION
  "Runs AWS architectures that files describe, breaks them on purpose, and measures\nrecovery time, lost data, availability and cost against what documents claim.\nWorks offline; the same seed gives the same result on any machine.")
set(CPACK_PACKAGE_DIRECTORY "${CMAKE_BINARY_DIR}/package")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "graphviz")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "nodejs, librsvg2-bin, fonts-dejavu-core")
include(CPack)
