"""The lab: a job done in a virtual machine that has real DAHDI drivers, under plain emulation; no KVM is needed."""

import resource
import shutil
import tarfile
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from image import cache, environment, machine, root, sounds, stored
from image.box import CHECKOUT as INSIDE
from image.processes import follow, say
from image.refusal import Refused
from image.sandbox import command

JOB = "job"
RESULTS_MB, WORK_MB, ENVIRONMENT_MB = 256, 256, 1536
NOT_THERE = shutil.ignore_patterns(".git", ".venv", ".callstead", "build", ".*_cache", ".hypothesis", "__pycache__")
QEMU = (
    *("qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", "1536"),
    *("-display", "none", "-serial", "stdio", "-monitor", "none", "-nic", "none", "-no-reboot"),
)
SETTINGS = (
    "PATH=/srv/environment/bin:$PATH PYTHONDONTWRITEBYTECODE=1 CALLSTEAD_LAB=1 CALLSTEAD_PATIENCE=5 "
    "CALLSTEAD_ROOT=/ CALLSTEAD_SOUNDS=/srv/lab/sounds"
)
PATIENCE = 810
"""Seconds that a job may take before the machine tells what it does, and stops it so that it can say so itself."""
READY_LIMIT = 600.0
"""Seconds until a machine must be ready."""
_STOP = "kill -INT $work; sleep 30; kill -KILL $work"
_WATCH = """{{
    sleep {patience}
    echo "lab: not done after {patience} s; at work are:"
    ps -eo pid,ppid,stat,pcpu,time,wchan:24,args --sort=-pcpu | head -n 40
    echo l >/proc/sysrq-trigger
    dmesg | tail -n 100
    {stop}
}} >/dev/console 2>&1 &
watch=$!
"""
JOB_TEXT = f"""export {{settings}}
{_WATCH}timeout --signal=INT --kill-after=30 $(({{patience}} + 10)) {{words}}
status=$?
kill $watch
exit $status
"""
READY_TEXT = f"""export {{settings}}
mkfifo /run/told
exec 3<>/run/told
{{words}} <&3 &
work=$!
told() {{{{
    dd if=/dev/vdd iflag=direct bs=4k count=1 2>/dev/null | tr -d '\\0'
}}}}
until part=$(told) && [ "$part" ]; do
    kill -0 $work || exit 1
    sleep 1
done
{_WATCH}echo "$part" >&3
wait $work
status=$?
kill $watch
exit $status
"""
"""What a part is told lies where its results will be; nobody has read there before, so nothing is remembered of it."""
WORDS = "console=ttyS0 quiet panic=-1 tsc=nowatchdog mitigations=off"


@dataclass(frozen=True, slots=True)
class Ready:
    """What a run needs: the runtime root, its sounds, the machine's folder, and the disk with the environment."""

    root: Path
    sounds: Path
    machine: Path
    environment: Path


def ready() -> Ready:
    """Everything that is costly, from the cache or built into it."""
    runtime = root.ready()
    packages = environment.ready_in_box(runtime)

    def build(folder: Path, hold: int) -> None:
        machine.disk(packages, folder / machine.DISK, ENVIRONMENT_MB, hold)

    return Ready(
        runtime,
        sounds.ready(runtime),
        machine.ready(),
        cache.built("lab", cache.fingerprint(packages.name), build) / machine.DISK,
    )


def run(job: str, checkout: Path, results: Path, limit: float, shown: Callable[[str], str | None] = str) -> int:
    """Do the shell script `job` in the checkout, inside the machine, as root; its exit status.

    What it leaves in /tmp/results is in the folder `results` afterwards, with `output`, all that it wrote, which
    also goes line by line through `shown` to standard error. Refuses when it is not done after `limit` seconds.
    """
    costly = ready()
    with tempfile.TemporaryDirectory(prefix="callstead-lab-") as name:
        folder = Path(name)
        work, out = folder / "work.img", _empty(folder)
        _work(costly, checkout, job, work)
        disk = f"file={costly.machine / machine.DISK},format=raw,snapshot=on"
        # Who is killed leaves no machine behind.
        follow(_tied(limit, _qemu(costly, disk, work, out)), shown=shown)
        return _taken(out, results, limit)


def make_ready(words: list[str], checkout: Path, folder: Path) -> None:
    """Start a command line in a machine, and store that in `folder` when the command says stored.READY.

    Refuses where it never does so.
    """
    costly = ready()
    job = READY_TEXT.format(settings=SETTINGS, words=" ".join(words), patience=PATIENCE, stop=_STOP)
    work, out = folder / stored.WORK, _empty(folder)
    _work(costly, checkout, job, work)
    disk = stored.over(costly.machine / machine.DISK, folder)
    stored.store(_tied(READY_LIMIT, _qemu(costly, disk, work, out)), folder, told)


def go_on(folder: Path, words: list[str], results: Path) -> int:
    """Go on from a machine that was stored, whose command reads the words as one line; otherwise as `work`."""
    costly = ready()
    with tempfile.TemporaryDirectory(prefix="callstead-lab-") as name:
        out = _empty(Path(name), " ".join(words))
        disk = stored.copied(folder, Path(name))
        command = [*_qemu(costly, disk, folder / stored.WORK, out), *stored.incoming(folder)]
        limit = PATIENCE + 90
        began = time.monotonic()
        follow(_tied(limit, command), shown=told)
        return _ended(_taken(out, results, limit), began)


def _tied(limit: float, command: list[str]) -> list[str]:
    return ["setpriv", "--pdeathsig=TERM", "--", "timeout", str(limit), *command]


def _empty(folder: Path, text: str = "") -> Path:
    """A disk for the results, with nothing on it but what the machine is told."""
    out = folder / "results.img"
    with out.open("wb") as file:
        file.write(text.encode())
        file.truncate(RESULTS_MB << 20)
    return out


def _work(costly: Ready, checkout: Path, job: str, image: Path) -> None:
    """Compiled here: under emulation Python would take a minute for it."""
    tree = image.parent / "tree"
    shutil.copytree(checkout, tree / "checkout", symlinks=True, ignore=NOT_THERE)
    shutil.copytree(costly.sounds, tree / "sounds")
    (tree / JOB).write_text(job, "utf-8")
    words = ["/usr/bin/python3", "-m", "compileall", "-q", "-j", "0", INSIDE]
    follow(command(costly.root, words, read_only={}, writable={tree / "checkout": INSIDE}))
    machine.disk(tree, image, WORK_MB)


def _qemu(costly: Ready, disk: str, work: Path, out: Path) -> list[str]:
    disks = (
        disk,
        f"file={work},format=raw,readonly=on",
        f"file={costly.environment},format=raw,readonly=on",
        f"file={out},format=raw",
    )
    drives = [word for one in disks for word in ("-drive", f"{one},if=virtio")]
    kernel = ["-kernel", str(costly.machine / machine.KERNEL), "-initrd", str(costly.machine / machine.RAM_DISK)]
    return [*QEMU, *kernel, "-append", WORDS, *drives]


def _taken(out: Path, results: Path, limit: float) -> int:
    results.mkdir(parents=True, exist_ok=True)
    try:
        with tarfile.open(out, "r:") as archive:
            archive.extractall(results, filter="data")
        return int((results / "status").read_text("utf-8"))
    except (tarfile.TarError, OSError, ValueError) as fault:
        raise Refused("the lab gave no results", f"it was not done after {limit:g} s", "read what it wrote") from fault


def told(line: str) -> str | None:
    """A line of the machine's console, without what the firmware draws."""
    return line.rpartition("\x1b[2J")[2] or None


def work(words: list[str], checkout: Path, results: Path) -> int:
    """Run a command line in the lab, its output on standard error and what it leaves in `results`."""
    job = JOB_TEXT.format(settings=SETTINGS, words=" ".join(words), patience=PATIENCE, stop="")
    began = time.monotonic()
    return _ended(run(job, checkout, results, PATIENCE + 90, told), began)


def _ended(status: int, began: float) -> int:
    """The time of a processor says more than the clock on a host that does other things."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = f"{time.monotonic() - began:.0f} s, {used.ru_utime + used.ru_stime:.0f} s of a processor"
    say(f"lab: exit status {status} after {took}")
    return status
