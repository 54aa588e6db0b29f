"""A test's scene in a mount namespace of its own, where it may mount disks; nothing of it is left outside."""

import subprocess
import sys

import pytest

AS_ROOT = ("unshare", "--mount")
"""As whoever runs the tests, who must be root."""
MAPPED = ("unshare", "--map-root-user", "--mount")
"""As root of a user namespace, where the kernel lets everybody have one."""
MISSING = """this test mounts disks of its own and may not ({problem}).
Run the tests as root, or let users have namespaces: `sysctl -w user.max_user_namespaces=10000`, and on Ubuntu
`sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`; a container needs `--cap-add SYS_ADMIN`."""


def scene(module: str, *words: object, limit: float, unshare: tuple[str, ...] = MAPPED) -> str:
    """Run `python -m module words` there within `limit` seconds; what it wrote to stderr. Fails as it fails."""
    tried = subprocess.run([*unshare, "true"], capture_output=True, text=True)
    if tried.returncode:
        pytest.fail(MISSING.format(problem=tried.stderr.strip()), pytrace=False)
    command = [*unshare, sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
    assert done.returncode == 0, (done.stdout + done.stderr)[-8000:]
    return done.stderr
