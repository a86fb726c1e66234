# Functions of the proofs that need a fresh Debian 12 in a folder; sourced by them, with `base` and `system` set.
# shellcheck shell=bash disable=SC2154

fail() {
  echo "tools/$(basename "$0"): $*" >&2
  exit 1
}

first_mirror() {
  { grep -rhoE '^(URIs: *|deb +(\[[^]]*\] +)?)https?://[^ ]+' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null || true; } |
    grep -oE 'https?://.*' | grep -m 1 debian || echo http://deb.debian.org/debian
}

make_system() {
  if [ -n "$base" ]; then
    cp -a --reflink=auto "$base/." "$system"
  else
    debootstrap --variant=minbase bookworm "$system" "$(first_mirror)"
  fi
}

# The host knows how to reach its package mirrors; the fresh system borrows that and nothing else.
borrow_network() {
  local file
  cp /etc/resolv.conf "$system/etc/resolv.conf"
  rm -f "$system/etc/apt/sources.list"
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    if [ -f "$file" ] && grep -q debian "$file"; then
      cp "$file" "$system$file"
    fi
  done
  for file in /etc/apt/apt.conf.d/*; do
    if grep -q '^ *Acquire::' "$file"; then
      cp "$file" "$system$file"
    fi
  done
  # Where the host trusts a certificate of its own network, npm must, too.
  if [ -f "${NODE_EXTRA_CA_CERTS:-}" ]; then
    cp "$NODE_EXTRA_CA_CERTS" "$system/etc/network-certificates.crt"
  fi
}

# A mount namespace of its own: what is mounted goes away with the process, whatever happens to it.
inside() {
  # shellcheck disable=SC2016  # the inner shell expands them
  unshare --mount --pid --fork --kill-child -- bash -c '
    mount -t proc proc "$1/proc"
    mount -t devpts devpts "$1/dev/pts"
    exec chroot "$1" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=dumb \
      NODE_EXTRA_CA_CERTS=/etc/network-certificates.crt bash -euc "$2"
  ' inside "$system" "$1"
}

# A system of its own, which goes away with the script.
start_system() {
  [ "$(id -u)" -eq 0 ] || fail "must run as root, since it makes a system in a folder of its own"
  [ -n "$base" ] || command -v debootstrap >/dev/null || fail "needs debootstrap (apt-get install debootstrap)"
  [ -z "$base" ] || [ -x "$base/usr/bin/apt-get" ] || fail "no Debian system in $base"
  system=$(mktemp -d "${TMPDIR:-/tmp}/windtunnel-proof.XXXXXX")
  trap 'rm -rf --one-file-system "$system"' EXIT
  echo "Fresh system in $system"
  make_system
  borrow_network
}
