"""Tests that run inside the lab (`make lab`): a virtual machine with DAHDI's real drivers, as root."""
