# shellcheck shell=bash
# Installs what is missing; sourced by start, test and bench. Calls the package manager only when
# something is missing, so that later starts take no time.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
case $target in /*) ;; *) target=$root/$target ;; esac # as cargo, which is run from the root, takes it
# Services and containers may start programs without HOME; bash can still expand ~.
export HOME=${HOME:-~}

say() { printf 'rehearse: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# What is missing for the build, one word each.
missing_to_build() {
  # On macOS cc exists even without a compiler.
  if [ "$(uname -s)" = Darwin ]; then xcode-select -p >/dev/null 2>&1 || echo compiler
  else have cc && have c++ || echo compiler; fi
  have cmake || echo cmake
  case $(uname -s) in
    Linux)
      certificates || echo ca-certificates
      have pkg-config || echo pkg-config
      have pkg-config && pkg-config --exists alsa || echo alsa ;;
  esac
}

# Needed to download Rust and crates.
certificates() {
  [ -n "${SSL_CERT_FILE:-}" ] || [ -e /etc/ssl/certs/ca-certificates.crt ] ||
    [ -e /etc/pki/tls/certs/ca-bundle.crt ] || [ -e /etc/ssl/ca-bundle.pem ] || [ -e /etc/ssl/cert.pem ]
}

# What is missing to run every test. Without these, tests are skipped and counted as skipped.
missing_to_test() {
  case $(uname -s) in
    Linux)
      have pulseaudio && have paplay && have pactl || echo pulseaudio
      pulse_plugin || echo alsa-pulse
      have chromium || have chromium-browser || have google-chrome || echo chromium ;;
  esac
}

pulse_plugin() { compgen -G '/usr/lib*/alsa-lib/libasound_module_pcm_pulse.so' >/dev/null || compgen -G '/usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so' >/dev/null; }

# The packages for one requirement, by package manager.
packages_of() {
  case $1:$2 in
    apt:compiler) echo build-essential ;;        dnf:compiler) echo gcc gcc-c++ make ;;
    pacman:compiler) echo base-devel ;;          brew:compiler) ;;
    apt:alsa) echo libasound2-dev ;;             dnf:alsa) echo alsa-lib-devel ;;
    pacman:alsa) echo alsa-lib ;;
    dnf:pkg-config) echo pkgconf-pkg-config ;;   pacman:pkg-config) echo pkgconf ;;
    apt:pulseaudio) echo pulseaudio pulseaudio-utils ;;
    dnf:pulseaudio) echo pulseaudio-utils ;;     pacman:pulseaudio) echo pulseaudio ;;
    apt:alsa-pulse) echo libasound2-plugins ;;   dnf:alsa-pulse) echo alsa-plugins-pulseaudio ;;
    pacman:alsa-pulse) echo alsa-plugins ;;
    brew:chromium) ;;
    *) echo "$2" ;;
  esac
}

# install REQUIREMENT…: with the system's package manager, as root or with sudo.
install() {
  local manager='' as_root='' packages=() thing
  if have apt-get; then manager=apt; elif have dnf; then manager=dnf
  elif have pacman; then manager=pacman; elif have brew; then manager=brew; fi
  for thing in "$@"; do
    # shellcheck disable=SC2207 # package names hold no blanks
    packages+=($(packages_of "${manager:-none}" "$thing"))
  done
  if [ "$manager" = brew ]; then
    xcode-select -p >/dev/null 2>&1 || die "the compiler is missing: run 'xcode-select --install', then start again"
    [ ${#packages[@]} = 0 ] || brew install "${packages[@]}" >&2
    return
  fi
  if [ -z "$manager" ]; then
    [ "$(uname -s)" != Darwin ] || die "missing: $*. Install Homebrew (https://brew.sh), or 'xcode-select --install' and cmake, then start again"
    say "missing: $*, and no package manager that this script knows (apt, dnf, pacman, brew)"; return 1
  fi
  if [ "$(id -u)" != 0 ]; then
    have sudo || { say "missing: ${packages[*]}. Install them as root, then start again"; return 1; }
    as_root=sudo
  fi
  say "installing ${packages[*]} with $manager"
  case $manager in
    apt)
      $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2 &&
      $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >&2 ;;
    dnf) $as_root dnf install -y -q "${packages[@]}" >&2 ;;
    pacman) # a new system has no package list yet
      $as_root pacman -S --needed --noconfirm "${packages[@]}" >&2 ||
      $as_root pacman -Sy --needed --noconfirm "${packages[@]}" >&2 ;;
  esac
}

# Installs Rust for this user, beside an existing one.
install_rust() {
  have curl || install curl || die "$1: see https://rustup.rs, then start again"
  say "$1: installing it for this user with rustup (https://rustup.rs)"
  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal -c clippy -c rustfmt >&2 ||
    die "Rust could not be installed: see https://rustup.rs, then start again"
  . "$HOME/.cargo/env"
}

# Whether the installed Rust is at least the version that Cargo.toml declares.
rust_is_new_enough() {
  local least
  least=$(sed -n 's/^rust-version = "\([0-9.]*\)".*/\1/p' "$root/Cargo.toml")
  [ "$(printf '%s\n%s\n' "$least" "$(rustc --version | cut -d' ' -f2)" | sort -V | head -n1)" = "$least" ]
}

need_rust() {
  [ ! -r "$HOME/.cargo/env" ] || . "$HOME/.cargo/env"
  have cargo || install_rust "Rust is missing"
  # The Rust of a distribution is often too old; a newer one can be installed beside it.
  rust_is_new_enough || have rustup || install_rust "$(rustc --version) is too old"
  rust_is_new_enough || die "$(rustc --version) is too old for this program: run 'rustup update', then start again"
}

need_to_build() {
  local things
  things=$(missing_to_build | sort -u | tr '\n' ' ')
  # shellcheck disable=SC2086 # one word each
  [ -z "$things" ] || install $things || die "the build needs: $things"
  need_rust
}
