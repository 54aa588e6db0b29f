"""`python -m appliance.cli` is the command `callstead`."""

from appliance.cli.main import main

main(prog_name="callstead")
