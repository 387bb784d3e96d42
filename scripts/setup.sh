# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Installs what a build and the tests need, from the distribution's own archives. Sourced by ./dev.

base_packages=(
    build-essential g++-14 cmake ninja-build ccache git pkg-config file
    qt6-base-dev qt6-tools-dev qt6-l10n-tools qt6-svg-dev qt6-svg-plugins
    libqscintilla2-qt6-dev libkf6syntaxhighlighting-dev
    libbpf-dev libdw-dev libelf-dev libdebuginfod-dev libcapstone-dev libgraphviz-dev
    libseccomp-dev libcap-dev libzstd-dev libcli11-dev nlohmann-json3-dev
    systemtap-sdt-dev libbenchmark-dev
    elfutils binutils dwz gdb xvfb xauth libcap2-bin fonts-noto-cjk fonts-dejavu-core libxml2-utils
)
# Tests that want these are skipped where they cannot be had.
wanted_packages=(debuginfod)
check_packages=(clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev clazy codespell reuse shellcheck)
lab_packages=(qemu-system-x86 qemu-system-common busybox-static cpio xz-utils zstd kmod virtiofsd)
# A stock 6.1 kernel, the oldest supported: no uprobe_multi there.
lab_kernel=linux-image-6.1.0-56-cloud-amd64

# A stamp for each list of packages: asking dpkg costs a second that an incremental build doesn't have.
setup_stamp() { echo "$root/build/.setup-$1-$(printf '%s ' "${@:2}" | cksum | cut -d' ' -f1)"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
        die "this needs root, and sudo is not installed: run '$*' as root"
    fi
}

# Debian 12 carries Qt 6.4 and GCC 12, which are too old; the packages come from Debian 13's archive then, found
# through the sources file that the machine already has, and pinned so low that nothing else is upgraded.
add_trixie_archive() {
    local from=/etc/apt/sources.list.d/debian.sources to=/etc/apt/sources.list.d/tapscope-trixie.sources
    [ -f "$to" ] && [ -f /etc/apt/preferences.d/tapscope-trixie ] && return
    local uri keyring
    if [ -f "$from" ]; then
        uri=$(sed -n 's/^URIs: *\([^ ]*\).*/\1/p' "$from" | grep -v security | head -1)
        keyring=$(sed -n 's/^Signed-By: *//p' "$from" | head -1)
    else
        uri=$(sed -n 's/^deb \(\[[^]]*\] \)\{0,1\}\([^ ]*\) bookworm .*/\2/p' /etc/apt/sources.list | head -1)
        keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    fi
    [ -n "$uri" ] || die "cannot find the Debian archive in the apt sources of this machine"
    say "Debian 12 here: adding the Debian 13 archive, pinned at priority 100 (nothing else is upgraded by it)"
    say "  to undo: rm $to /etc/apt/preferences.d/tapscope-trixie && apt-get update"
    printf 'Types: deb\nURIs: %s\nSuites: trixie\nComponents: main\nSigned-By: %s\n' "$uri" "$keyring" |
        as_root tee "$to" >/dev/null
    printf 'Package: *\nPin: release n=trixie\nPin-Priority: 100\n' |
        as_root tee /etc/apt/preferences.d/tapscope-trixie >/dev/null
}

# By its archive, not by os-release: base-files may have come from Debian 13 already.
is_debian_12() {
    local sources=() file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list; do
        [ -e "$file" ] && [[ $file != *tapscope-trixie* ]] && sources+=("$file")
    done
    [ ${#sources[@]} -gt 0 ] && grep -qw bookworm "${sources[@]}" && ! grep -qw trixie "${sources[@]}"
}

apt_install() {
    as_root apt-get -qq update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends \
        -o Dpkg::Options::=--force-confold install "$@" >"$root/build/setup.log" 2>&1 ||
        { tail -20 "$root/build/setup.log" >&2; die "apt-get failed; its whole output is in build/setup.log"; }
}

is_installed() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'; }

install_packages() {
    local stamp missing=() target=() package
    stamp=$(setup_stamp "$@")
    [ -f "$stamp" ] && return
    command -v apt-get >/dev/null || die "only Debian and Ubuntu are set up automatically; install: ${*:2}"
    if is_debian_12; then
        add_trixie_archive
        target=(-t trixie)
    fi
    for package in "${@:2}"; do
        # Debian 12's own build of a library is too old; its tools (cmake, ninja, git …) will do.
        if ! is_installed "$package"; then
            missing+=("$package")
        elif [ ${#target[@]} -gt 0 ] && [[ $package == lib*-dev ]] &&
            dpkg-query -W -f='${Version}' "$package" | grep -q 'deb12u\|bpo12'; then
            missing+=("$package")
        fi
    done
    if [ ${#missing[@]} -gt 0 ]; then
        say "installing ${#missing[@]} packages: ${missing[*]}"
        apt_install "${target[@]}" "${missing[@]}"
    fi
    touch "$stamp"
}

# From the archive that the libraries come from: another one's would take those away.
install_wanted() {
    local stamp missing=() target=() package
    stamp=$(setup_stamp wanted "${wanted_packages[@]}")
    [ -f "$stamp" ] && return
    for package in "${wanted_packages[@]}"; do is_installed "$package" || missing+=("$package"); done
    if [ ${#missing[@]} -gt 0 ]; then
        is_debian_12 && target=(-t trixie)
        say "installing for the tests: ${missing[*]}"
        (apt_install "${target[@]}" "${missing[@]}") || say "without ${missing[*]} some tests will be skipped"
    fi
    touch "$stamp"
}

# The lab's emulator and kernel come from the distribution's own release. Its tests are skipped where they can't be had.
install_lab() {
    local stamp missing=() package
    stamp=$(setup_stamp lab "${lab_packages[@]}" "$lab_kernel")
    [ -f "$stamp" ] && return
    command -v apt-get >/dev/null || die "only Debian and Ubuntu are set up automatically; install: ${lab_packages[*]}"
    as_root apt-get -qq update
    for package in "${lab_packages[@]}" "$lab_kernel"; do
        [ "$package" = virtiofsd ] && is_debian_12 && continue # part of qemu-system-common there
        is_installed "$package" && continue
        if apt-cache show "$package" >/dev/null 2>&1; then missing+=("$package"); else
            say "the lab needs $package, which this distribution's archive does not have: its tests will be skipped"
        fi
    done
    if [ ${#missing[@]} -gt 0 ]; then
        say "installing ${#missing[@]} packages for the kernel lab: ${missing[*]}"
        apt_install "${missing[@]}"
    fi
    touch "$stamp"
}
