#!/bin/sh
# Runs the tests with the lowest and with the newest allowed versions of what the program needs, on
# each Python that is here; each case gets an environment of its own under build/versions/.
# Arguments: the path of uv, then those of pytest. From the environment: PYTHONS, versions or paths of
# interpreters; CASES, of lowest and newest.
set -u
cd "$(dirname "$0")/.." || exit 3
uv=$1
shift
made=build/versions
mkdir -p "$made"

find_python() {  # a path as it is; a version from PATH, else the last that pyenv has
    case $1 in */*) "$1" -c 'import sys; print(sys.executable)'; return ;; esac
    own=$(pyenv whence "python$1" 2>/dev/null | tail -n 1)
    for found in "python$1" "$(PYENV_VERSION=$own pyenv which "python$1" 2>/dev/null)"; do
        "$found" -c 'import sys; print(sys.executable)' 2>/dev/null && return
    done
    return 1
}

install() {  # python, lowest or newest, folder of the environment; the list of versions stays beside it
    case $2 in lowest) resolution=lowest-direct ;; *) resolution=highest ;; esac
    "$uv" pip compile pyproject.toml --quiet --python "$1" --resolution "$resolution" \
        --extra igraph --group build --group test --no-header --output-file "$3.txt" &&
    "$uv" venv --quiet --clear --python "$1" "$3" &&
    "$uv" pip sync --quiet --python "$3" "$3.txt" &&
    "$uv" pip install --quiet --python "$3" --no-deps --no-build-isolation --editable .
}

last() { sed '/^$/d' "$1" | tail -n 1 | tr -d =; }

ran=0 status=0 summary=""
for wanted in ${PYTHONS:-3.11 3.12 3.13}; do
    if ! python=$(find_python "$wanted"); then
        summary="$summary$wanted: not run, this Python is not here
"
        continue
    fi
    version=$("$python" -c 'import platform; print(platform.python_version())')
    for bound in ${CASES:-lowest newest}; do
        case=$made/$version-$bound
        rm -f "$case.txt"
        echo "Python $version, $bound: see $case.log"
        if ! install "$python" "$bound" "$case" >"$case.log" 2>&1; then
            said="failed: could not be installed"
        elif "$case/bin/python" -m pytest "$@" >>"$case.log" 2>&1; then
            said="passed: $(last "$case.log")"
        else
            said="failed: $(last "$case.log")"
        fi
        case $said in failed*) status=1; tail -n 40 "$case.log" ;; esac
        ran=$((ran + 1))
        summary="$summary$version $bound $said
"
    done
done
printf '%s' "$summary"
[ "$ran" -gt 0 ] || { echo "no Python of these is here" >&2; exit 3; }
exit "$status"
