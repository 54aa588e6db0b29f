"""The technician's command `callstead`: asks the running processes and shows their answers."""
