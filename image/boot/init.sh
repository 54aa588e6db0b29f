#!/bin/sh
# The lab's first program: make the machine usable, do what the lab's disk says, hand the results out, and stop.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin HOME=/root LC_ALL=C.UTF-8

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
for place in /dev/shm /run /tmp; do mount -t tmpfs tmpfs $place; done
mount -o ro /dev/vdb /srv/lab
mount -o ro /dev/vdc /srv/environment
mount --bind /srv/lab/checkout /srv/checkout
ip link set lo up
/usr/lib/systemd/systemd-udevd --daemon

mkdir /tmp/results
cd /srv/checkout
{ sh /srv/lab/job; echo $? >/tmp/results/status; } 2>&1 | tee /tmp/results/output
tar -cf /dev/vdd -C /tmp/results .
sync
busybox poweroff -f
