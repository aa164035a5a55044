# shellcheck shell=bash
# Functions of ./test (sourced, never run). ROOT is the repository, RESULTS where trx files and logs go.

DEBIAN_PACKAGES=(zookeeper libzookeeper-java default-jre-headless python3-kazoo procps ruby strace libzookeeper-mt-dev gcc libc6-dev nodejs npm)

# Is what a package brings there? Asked by file, not by package: any origin will do.
has_package() {
    case $1 in
        zookeeper) [ -x /usr/share/zookeeper/bin/zkCli.sh ] ;;
        libzookeeper-java) [ -e /usr/share/java/zookeeper.jar ] && [ -e /usr/share/java/slf4j-nop.jar ] ;;
        default-jre-headless) command -v java >/dev/null ;;
        python3-kazoo) [ -e /usr/lib/python3/dist-packages/kazoo/client.py ] ;;
        procps) command -v ps >/dev/null ;;
        ruby) command -v ruby >/dev/null ;;
        strace) command -v strace >/dev/null ;;
        libzookeeper-mt-dev) [ -e /usr/include/zookeeper/zookeeper.h ] ;;
        gcc) [ -x /usr/bin/gcc ] ;;
        libc6-dev) [ -e /usr/include/stdio.h ] ;;
        nodejs) command -v node >/dev/null ;;
        npm) command -v npm >/dev/null ;;
    esac
}

# The real servers and foreign clients that integration tests talk to. Root on Debian installs them, all others get the command.
# CHEFACTORS_NEEDS_DEBIAN tells tests that would be skipped without them to fail instead.
need_debian_packages() {
    export CHEFACTORS_NEEDS_DEBIAN=1
    local missing=() package
    for package in "${DEBIAN_PACKAGES[@]}"; do
        has_package "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local install=(apt-get install -y --no-install-recommends "${missing[@]}")
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "missing: ${missing[*]}. On Debian:  sudo apt-get update && sudo ${install[*]}" >&2
        return 1
    fi
    echo "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    build_step apt-get update && build_step "${install[@]}" || return 1
    for package in "${missing[@]}"; do
        has_package "$package" || { echo "$package is installed, but what it should bring is not there" >&2; return 1; }
    done
}

check_format() {
    echo "format"
    (cd "$ROOT" && build_step dotnet format whitespace . --folder --include src/ tests/ --verify-no-changes) ||
        { echo "mend it with:  dotnet format whitespace . --folder --include src/ tests/" >&2; return 1; }
}

build_solution() {
    echo "restore and build"
    (cd "$ROOT" &&
        build_step dotnet restore ChefActors.sln -p:RestoreLockedMode=true "${BUILD_FLAGS[@]}" &&
        build_step dotnet build ChefActors.sln -c Release --no-restore "${BUILD_FLAGS[@]}")
    local built=$?
    end_compiler
    return "$built"
}

# Runs one project: $1 its name, the rest goes to the runner. Leaves NAME.trx, .log, .rc, .seconds.
run_project() {
    local label=$1 started=$SECONDS rc=0
    shift
    (cd "$ROOT" && exec dotnet test "artifacts/bin/$label/release/ChefActors.$label.dll" --logger "trx;LogFileName=$label.trx" \
        --results-directory "$RESULTS" --blame-hang-timeout "$HANG_TIMEOUT" --blame-hang-dump-type none "$@") >"$RESULTS/$label.log" 2>&1 || rc=$?
    echo "$((SECONDS - started))" >"$RESULTS/$label.seconds"
    echo "$rc" >"$RESULTS/$label.rc"
}

# One number of a trx file: $1 the label, $2 the counter. A skipped test is in total, but not in executed.
counter() {
    sed -n 's/.*<Counters [^>]*\b'"$2"'="\([0-9]*\)".*/\1/p' "$RESULTS/$1.trx" | head -n 1
}

# Adds a finished project to the totals and prints its line; all of its output if it failed.
# A runner that failed without a failed test (a crash, a hang, no trx), or a whole project without a test, counts as broken.
account() {
    local label=$1 filter=$2 rc total executed passed
    rc=$(cat "$RESULTS/$label.rc" 2>/dev/null || echo none)
    if [ ! -e "$RESULTS/$label.trx" ]; then
        printf '%-28s no results, exit code %s\n' "$label" "$rc"
        cat "$RESULTS/$label.log"
        BROKEN+=("$label")
        return
    fi
    total=$(counter "$label" total) executed=$(counter "$label" executed) passed=$(counter "$label" passed)
    PASSED=$((PASSED + passed)) FAILED=$((FAILED + executed - passed)) SKIPPED=$((SKIPPED + total - executed))
    printf '%-28s %5d passed %3d failed %3d skipped %5d s\n' "$label" "$passed" "$((executed - passed))" "$((total - executed))" "$(cat "$RESULTS/$label.seconds")"
    if [ "$rc" -ne 0 ] || [ "$executed" -ne "$passed" ]; then
        cat "$RESULTS/$label.log"
        if [ "$executed" -eq "$passed" ]; then BROKEN+=("$label"); fi
    elif [ "$total" -eq 0 ] && [ -z "$filter" ]; then
        echo "$label has no tests"
        BROKEN+=("$label")
    fi
}

# Runs label=filter pairs ("Core.Tests=needs!=debian"; an empty filter means all tests), $1 at a time, and accounts each in the order given.
run_projects() {
    local jobs=$1 entry label filter
    shift
    for entry in "$@"; do
        while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n || true; done
        label=${entry%%=*} filter=${entry#*=}
        run_project "$label" ${filter:+--filter "$filter"} &
    done
    wait
    for entry in "$@"; do account "${entry%%=*}" "${entry#*=}"; done
}
