#!/bin/sh
# Run inside a new root: put chan_dahdi as Debian's source has it, with the patch that lies in /tmp, in the place of
# Debian's own, and leave nothing of the compiler. Fails once the source has changed so that the patch no longer fits.
set -eu
export DEBIAN_FRONTEND=noninteractive
module=$(dpkg -L asterisk-dahdi | grep '/chan_dahdi\.so$')
version=$(dpkg-query -W -f '${Version}' asterisk)

packages() {
    dpkg-query -W -f '${Package}\n' | sort
}

mkdir /tmp/build
cd /tmp/build
packages >before
sources=/etc/apt/sources.list.d/source.list
sed 's/^deb /deb-src /' /etc/apt/sources.list >$sources
apt-get -qq update
apt-get -qq install -y --no-install-recommends \
    gcc libc6-dev patch xz-utils libopenr2-dev libpri-dev libss7-dev libtonezone-dev
apt-get -qq download "asterisk-dev=$version" dahdi-dkms
for package in *.deb; do dpkg-deb -x "$package" headers; done
apt-get -qq source --download-only "asterisk=$version"
tar -xf asterisk_*.orig.tar.xz --strip-components=1 --wildcards '*/channels'
patch -p1 </tmp/chan_dahdi.patch
cd channels
gcc -O2 -fPIC -shared -pthread -fstack-protector-strong -D_FORTIFY_SOURCE=2 -D_GNU_SOURCE -Wno-deprecated-declarations \
    -I. -isystem ../headers/usr/include -isystem ../headers/usr/src/dahdi-*/include \
    '-DAST_MODULE="chan_dahdi"' -DAST_MODULE_SELF_SYM=__internal_chan_dahdi_self \
    chan_dahdi.c sig_analog.c sig_pri.c sig_ss7.c dahdi/bridge_native_dahdi.c \
    -lopenr2 -lpri -lss7 -ltonezone -o "$module"
cd ..
packages >after
apt-get -qq purge -y $(comm -13 before after)
rm $sources
apt-get -qq update
cd /
rm -r /tmp/build /tmp/chan_dahdi.patch "$0"
