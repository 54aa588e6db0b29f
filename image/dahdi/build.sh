#!/bin/sh
# Run inside a new root that has a kernel: build DAHDI's drivers for it with the patch that lies in /tmp, and leave
# nothing of the compiler. Fails once the source has changed so that the patch no longer fits.
set -eu
export DEBIAN_FRONTEND=noninteractive
kernel=$(basename /lib/modules/*)
drivers=/lib/modules/$kernel

packages() {
    dpkg-query -W -f '${Package}\n' | sort
}

packages >/tmp/before
apt-get -qq install -y --no-install-recommends dkms "linux-headers-$kernel" build-essential patch
mkdir /tmp/build
cd /tmp/build
apt-get -qq download dahdi-dkms
dpkg --unpack dahdi-dkms_*.deb
patch -p1 -d /usr/src/dahdi-[0-9]* </tmp/dahdi_dynamic.patch
dpkg --configure dahdi-dkms
cd /
mkdir "$drivers/extra"
cp "$drivers"/updates/dkms/*.ko* "$drivers/extra/"
packages >/tmp/after
apt-get -qq purge -y $(comm -13 /tmp/before /tmp/after)
rm -rf "$drivers/updates" /usr/src/dahdi-* /tmp/before /tmp/after /tmp/build /tmp/dahdi_dynamic.patch "$0"
depmod "$kernel"
