#!/bin/sh
# Run inside a new root that has a kernel: build DAHDI's drivers for it, and leave nothing of the compiler.
set -eu
export DEBIAN_FRONTEND=noninteractive
kernel=$(basename /lib/modules/*)
drivers=/lib/modules/$kernel

packages() {
    dpkg-query -W -f '${Package}\n' | sort
}

packages >/tmp/before
apt-get -qq install -y --no-install-recommends dahdi-dkms dkms "linux-headers-$kernel" build-essential
mkdir "$drivers/extra"
cp "$drivers"/updates/dkms/*.ko* "$drivers/extra/"
packages >/tmp/after
apt-get -qq purge -y $(comm -13 /tmp/before /tmp/after)
rm -rf "$drivers/updates" /tmp/before /tmp/after "$0"
depmod "$kernel"
