"""The lines of the box brought into force: DAHDI's files, its drivers, and Asterisk, all or nothing."""
