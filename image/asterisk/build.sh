#!/bin/sh
# Run inside a new root: build the modules that lie in /tmp for the Asterisk there, and leave nothing of the compiler.
set -eu
export DEBIAN_FRONTEND=noninteractive
modules=$(dirname "$(dpkg -L asterisk-modules | grep '/func_channel\.so$')")
version=$(dpkg-query -W -f '${Version}' asterisk)

packages() {
    dpkg-query -W -f '${Package}\n' | sort
}

mkdir /tmp/build
cd /tmp/build
packages >before
apt-get -qq install -y --no-install-recommends gcc libc6-dev
apt-get -qq download "asterisk-dev=$version"
dpkg-deb -x asterisk-dev_*.deb headers
for source in /tmp/func_*.c; do
    gcc -Wall -Wextra -Wno-unused-parameter -Werror -O2 -fPIC -shared -isystem headers/usr/include \
        "$source" -o "$modules/$(basename "$source" .c).so"
done
packages >after
apt-get -qq purge -y $(comm -13 before after)
cd /
rm -r /tmp/build /tmp/func_*.c "$0"
