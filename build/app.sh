# shellcheck shell=bash
# Shared by the root scripts (sourced, never run): finds .NET, builds an executable when its sources are newer, starts it.
# ROOT is the repository, set by the sourcing script.

APPS="$ROOT/artifacts/app"

project_of() {
    case $1 in
        chefactors) echo Controller ;;
        chefactors-node) echo NodeHost ;;
        chef-client-stand-in) echo ChefStandIn ;;
        *) echo "build/app.sh: no program is called '$1'" >&2; return 1 ;;
    esac
}

# Says what to install. $1: what is wrong.
say_dotnet() {
    local wanted
    wanted=$(sed -n 's/.*"version": *"\([0-9]*\.[0-9]*\)\.\([0-9]\)[0-9]*".*/\1 (\1.\200 or newer)/p' "$ROOT/global.json")
    cat >&2 <<TEXT
$1 Needed: the .NET SDK $wanted. Either
  from Microsoft's packages (https://learn.microsoft.com/dotnet/core/install/linux):  apt-get install dotnet-sdk-${wanted%% *}
  or without root, into ~/.dotnet:  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel ${wanted%% *}
TEXT
    return 1
}

# Puts dotnet on PATH and tells executables where the runtime is: they look in a few places only by themselves.
find_dotnet() {
    local place real
    if ! command -v dotnet >/dev/null; then
        for place in "${DOTNET_ROOT:-}" "${HOME:-/root}/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
            if [ -n "$place" ] && [ -x "$place/dotnet" ]; then PATH="$place:$PATH"; break; fi
        done
    fi
    command -v dotnet >/dev/null || say_dotnet "dotnet was not found." || return 1
    if [ -z "${DOTNET_ROOT:-}" ]; then
        real=$(readlink -f "$(command -v dotnet)")
        if [ -d "${real%/*}/shared/Microsoft.NETCore.App" ]; then export DOTNET_ROOT="${real%/*}"; fi
    fi
}

# The installed SDKs in one line; asked from / because global.json would make even this fail.
found_sdks() {
    local found
    found=$(cd / && dotnet --list-sdks 2>/dev/null | sed 's/ .*//' | paste -sd, -)
    echo "${found:-none}"
}

# For building: an SDK that global.json accepts, and a home for its caches.
need_sdk() {
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true MSBUILDDISABLENODEREUSE=1
    if [ -z "${HOME:-}" ]; then export HOME="$ROOT/artifacts/home"; mkdir -p "$HOME"; fi
    find_dotnet || return 1
    (cd "$ROOT" && dotnet --version >/dev/null 2>&1) || say_dotnet "No installed .NET SDK satisfies global.json (found: $(found_sdks))."
}

# Is the built program as new as everything it is built from? One look, no compiler. Deleted files show in their directory's time.
is_current() {
    local stamp="$APPS/$1.stamp" inputs=() input
    [ -e "$stamp" ] && [ -x "$APPS/$1/$1" ] || return 1
    for input in src hocon build global.json Directory.Build.props Directory.Packages.props; do
        if [ -e "$ROOT/$input" ]; then inputs+=("$ROOT/$input"); fi
    done
    [ -z "$(find "${inputs[@]}" -newer "$stamp" -print -quit)" ]
}

runtime_id() {
    case $(uname -m) in
        x86_64) echo linux-x64 ;;
        aarch64 | arm64) echo linux-arm64 ;;
        *) echo "build/app.sh: no build for the machine type $(uname -m); there are x86_64 and aarch64" >&2; return 1 ;;
    esac
}

# One compiler for all projects of a build, under a name of our own: without it each project starts one anew, which compiles itself and its analyzers first.
COMPILER="chefactors-$$"
BUILD_FLAGS=(-p:UseRazorBuildServer=false -p:UseSharedCompilation=true -p:SharedCompilationId="$COMPILER" -v quiet)

# It would wait for more work for minutes.
end_compiler() {
    local place
    for place in $(grep -lsz -- "^-pipename:$COMPILER\$" /proc/[0-9]*/cmdline); do
        place=${place#/proc/}
        kill "${place%/cmdline}" 2>/dev/null || true
    done
}

# Runs a build step: silent when it succeeds, all of its output when it does not. What lives for seconds pays for its profile and has no use of it.
# The lock (descriptor 9) is not for its children: a build server that outlives us must not hold it.
build_step() {
    local output
    if ! output=$(DOTNET_TieredPGO=0 "$@" 2>&1 9>&-); then
        printf '%s\n' "$output" >&2
        return 1
    fi
}

# Own intermediate files, so that it can run beside ./test; analyzers are ./test's business.
# Published aside and then moved: a copy over the files of a running program would kill it.
publish_app() {
    local name=$1 project rid aside="$APPS/.work/$1"
    project="$ROOT/src/$(project_of "$name")" && rid=$(runtime_id) || return 1
    if [ -e "$APPS/$name.stamp" ]; then echo "building $name" >&2; else echo "building $name (the first time takes a minute or more: packages are fetched)" >&2; fi
    rm -rf "$aside"
    mkdir -p "$APPS/.work"
    touch "$APPS/.work/$name.stamp"
    local common=(--artifacts-path "$APPS/.work/artifacts" "${BUILD_FLAGS[@]}")
    build_step dotnet restore "$project" "${common[@]}" -p:RestoreLockedMode=true || return 1
    build_step dotnet publish "$project" -c Release -r "$rid" --no-self-contained --no-restore "${common[@]}" \
        -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false -o "$aside" || return 1
    rm -rf "$APPS/.work/$name.old"
    if [ -e "$APPS/$name" ]; then mv "$APPS/$name" "$APPS/.work/$name.old"; fi
    mv "$aside" "$APPS/$name"
    mv "$APPS/.work/$name.stamp" "$APPS/$name.stamp"
    rm -rf "$APPS/.work/$name.old"
}

all_current() {
    local name
    for name in "$@"; do is_current "$name" || return 1; done
}

# Builds those of the named programs that are out of date. Of two starts at once one builds, the other waits.
build_apps() {
    local name
    if all_current "$@"; then return 0; fi
    need_sdk || return 1
    if ! mkdir -p "$APPS" || ! { exec 9>"$APPS/.lock"; } 2>/dev/null; then
        echo "cannot write $APPS: build once as a user who can" >&2
        return 1
    fi
    flock 9
    for name in "$@"; do
        is_current "$name" && continue
        if ! publish_app "$name"; then
            end_compiler
            echo "building $name failed" >&2
            return 1
        fi
    done
    end_compiler
    exec 9>&-
}

# Builds what is needed ($1 and the rest of $2, a list) and becomes the program: exit code and signals are its own.
run_app() {
    local name=$1 needed=$2
    shift 2
    find_dotnet || exit 1
    # shellcheck disable=SC2086 # names without spaces
    build_apps $needed || exit 1
    exec "$APPS/$name/$name" "$@"
}
