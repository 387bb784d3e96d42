# SPDX-FileCopyrightText: 2026 The Tapscope developers
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
#
# The checks that a machine can do on every change. Sourced by ./dev.

check_style() {
    local bad
    bad=$(git ls-files '*.cpp' '*.h' | xargs clang-format-19 --dry-run 2>&1 | grep -c 'warning:' || true)
    [ "$bad" = 0 ] || { say "$bad places differ from .clang-format: ./dev format"; return 1; }
}
check_spelling() { git ls-files | grep -v '\.ts$\|LICENSES/\|/corpus/\|^tests/.*/data/\|^tests/data/\|^tests/against_stap/' | xargs codespell --ignore-words=.codespellignore; }
check_licences() { reuse lint --quiet || reuse lint --lines; }
check_shell() { git ls-files | grep -E '^dev$|^\.ci/run$|\.sh$|tests/vm/vmlab$' | xargs shellcheck -x -e SC2154,SC2034,SC2016; }

# Beside compiling, so that only what changed is looked at again; clang cannot read GCC's precompiled headers.
check_tidy() {
    build tidy --target tapscope-cli tapscope-helper tapscope_app || return 1
}

check_clazy() {
    git ls-files 'editor/*.cpp' 'views/*.cpp' 'app/gui/*.cpp' |
        xargs -P 2 -n 4 clazy-standalone -p build --checks=level0,level1
}

# Leaks are left to the kernel's accounting in programs that are killed in the middle of a test.
check_asan() {
    build asan
    ASAN_OPTIONS=detect_leaks=0:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1 \
        ctest --test-dir build-asan --output-on-failure --parallel 2 --label-exclude 'vm|e2e'
}

# The rooms with threads and without Qt, which is not built with it. setarch: at the places that newer kernels choose, the
# sanitizer has no room for its shadow.
check_tsan() {
    build tsan
    TSAN_OPTIONS=second_deadlock_stack=1:suppressions=$PWD/tests/thread_sanitizer.supp setarch -R \
        ctest --test-dir build-tsan --output-on-failure --parallel 2 \
        --label-regex '^(base|debuginfo|services|trace|helper|engine)$'
}

# Each target for FUZZ_SECONDS (default 60) from its corpus; what it finds stays in build-fuzz/. Leaks are libelf's, of damaged files.
check_fuzz() {
    build fuzz
    local target name seeds corpora
    for target in build-fuzz/bin/fuzz_*; do
        name=$(basename "$target")
        corpora=("build-fuzz/corpus/$name")
        mkdir -p "${corpora[0]}"
        for seeds in "tests/fuzz/corpus/${name#fuzz_}" "build-fuzz/fuzz/seeds_${name#fuzz_}"; do
            [ ! -d "$seeds" ] || corpora+=("$seeds")
        done
        case $name in
        fuzz_front_end | fuzz_parser | fuzz_formatter) corpora+=(resources/examples tests/against_stap/scripts) ;;
        esac
        say "$name"
        ASAN_OPTIONS=detect_leaks=0 "$target" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=10 -rss_limit_mb=2048 -detect_leaks=0 \
            -artifact_prefix="build-fuzz/$name-" "${corpora[@]}" >"build-fuzz/$name.log" 2>&1 ||
            { tail -30 "build-fuzz/$name.log"; return 1; }
    done
}

check() {
    local names=("$@") name failed=()
    [ ${#names[@]} -gt 0 ] || names=(style spelling licences shell asan)
    for name in "${names[@]}"; do
        declare -F "check_$name" >/dev/null || die "no check is called $name"
        say "checking $name"
        "check_$name" || failed+=("$name")
    done
    [ ${#failed[@]} -eq 0 ] || die "failed: ${failed[*]}"
    say "all of these are clean: ${names[*]}"
}
