"""`python -m appliance.system.privileged`: one order as JSON on standard input, its result as JSON on standard output.

An order is `{"verb": ..., ...}`. Nothing of it becomes a path or a command line: verbs choose from what they know.
"""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from appliance.system.privileged import lines

VERBS: Mapping[str, Callable[..., Any]] = {
    "lines.read": lines.read,
    "lines.write": lines.write,
    "lines.check": lines.check,
    "lines.configure": lines.configure,
}


def main() -> int:
    order = json.load(sys.stdin)
    json.dump({"result": VERBS[order.pop("verb")](**order)}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
