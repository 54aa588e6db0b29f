"""Where Asterisk sees its folders, whatever the host calls them."""

CONFIG = "/etc/asterisk"
CURRENT = f"{CONFIG}/current"
MODULES = "/usr/lib/x86_64-linux-gnu/asterisk/modules"
LIBRARY = "/var/lib/asterisk"
# The registrations of phones: not on the disk, for they must go on while that is full.
MEMORY = "/srv/callstead/memory"
SPOOL = "/var/spool/asterisk"
RECORDINGS = f"{SPOOL}/monitor"
RUN = "/run/asterisk"
LOG = "/var/log/asterisk"
# Asterisk's astdatadir. It must also hold `documentation`, the folder below: without it Asterisk does not start.
SOUNDS_DATA = "/srv/callstead/sounds-data"
BUILT_IN_SOUNDS = f"{SOUNDS_DATA}/built-in"
OWN_MUSIC = f"{SOUNDS_DATA}/music"
MUSIC = f"{SOUNDS_DATA}/moh/default"
TLS = "/srv/callstead/tls"
DOCUMENTATION = "/usr/share/asterisk/documentation"
