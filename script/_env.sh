# Sourced by the scripts beside it: finds the project, and keeps .venv in step with the pins.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

die() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit 1
}

# Runs a command as root; fails without running it when that needs a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n true 2>/dev/null && sudo -n "$@"
    fi
}

# Installs Debian packages; fails when we may not.
apt_install() {
    command -v apt-get >/dev/null || return 1
    as_root apt-get update -qq || return 1
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Prints the first Python of the versions we support.
find_python() {
    local python
    for python in python3 python3.13 python3.12 python3.11; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    die "Python 3.11 or newer is needed (apt-get install python3)"
}

create_venv() {
    local python package
    python=$(find_python)
    # Debian ships venv without ensurepip unless its own package is there.
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        apt_install "$package" || die "please run: sudo apt-get install $package"
    fi
    rm -rf .venv
    "$python" -m venv .venv
}

# ensure_venv FILE...: makes .venv hold these requirement files. A stamp per set of files
# remembers what was installed, so that an unchanged project starts without asking pip.
ensure_venv() {
    local file stamp digest arguments=()
    .venv/bin/python -m pip --version >/dev/null 2>&1 || create_venv
    for file in "$@"; do
        arguments+=(-r "$file")
    done
    stamp=.venv/installed-$(IFS=+ && echo "$*")
    digest=$(cat requirements*.txt | sha256sum)
    if [ "$(cat "$stamp" 2>/dev/null)" != "$digest" ]; then
        .venv/bin/python -m pip install --quiet --disable-pip-version-check "${arguments[@]}"
        echo "$digest" >"$stamp"
    fi
}
