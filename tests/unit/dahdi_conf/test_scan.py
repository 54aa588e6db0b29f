"""The kernel's files as facts: what is missing is no fault, what is odd is kept out."""

from pathlib import Path

from dahdi_conf.facts import Facts
from dahdi_conf.scan import scan
from drivers.kernel_log import kernel_log, message
from tests.fakes.hardware import build


def test_a_root_without_anything_is_a_machine_without_anything(tmp_path: Path) -> None:
    assert scan(tmp_path) == Facts()


def test_a_device_is_read_from_where_it_really_is(tmp_path: Path) -> None:
    build("pci 0000:05:00.0 d161:800e/d161:0001 0280 wcte43x pci0000:00/0000:00:1c.4", tmp_path)
    (device,) = scan(tmp_path).pci
    assert (device.vendor, device.subdevice, device.device_class) == ("d161", "0001", "028000")
    assert (device.driver, device.path) == ("wcte43x", "sys/devices/pci0000:00/0000:00:1c.4/0000:05:00.0")


def test_root_hubs_and_interfaces_are_no_devices(tmp_path: Path) -> None:
    build("usb 1-4.2 e4e4:1162 00000217 xpp_usb pci0000:00/0000:00:14.0", tmp_path)
    for name in ("usb1", "1-4.2:1.0"):
        (tmp_path / "sys/bus/usb/devices" / name).mkdir()
    (tmp_path / "sys/bus/usb/devices/usb1/idVendor").write_text("1d6b\n")
    (device,) = scan(tmp_path).usb
    assert (device.controller, device.port, device.serial) == ("0000:00:14.0", "4.2", "00000217")


def test_what_goes_away_while_it_is_looked_at_is_left_out(tmp_path: Path) -> None:
    tree = """
        pci 0000:05:00.0 d161:800e/d161:0001 0280 wcte43x pci0000:00/0000:00:1c.4
        dahdi pci:0000:05:00.0 | Digium | Wildcard TE435 | 1TE435F-S22010111 | PCI Bus 05 Slot 01
          types 1:E1 2:E1
          span 1 1 E1 2@1 - AMI,HDB3 | WCTE4/0/1 | Span 1
          span 2 2 E1 2@3 - AMI,HDB3 | WCTE4/0/2 | Span 2
    """
    build(tree, tmp_path)
    device = tmp_path / "sys/devices/pci0000:00/0000:00:1c.4/0000:05:00.0/pci:0000:05:00.0"
    (device / "span-2/local_spanno").unlink()
    (device / "span-1/dahdi!chan!001!002/chanpos").unlink()
    (span,) = scan(tmp_path).devices[0].spans
    assert (span.number, [part.position for part in span.parts]) == (1, [1])
    (device / "type").unlink()
    (device.parent / "vendor").unlink()
    assert (scan(tmp_path).devices, scan(tmp_path).pci) == ((), ())


def test_an_attribute_that_a_driver_left_out_is_empty(tmp_path: Path) -> None:
    build("dahdi dynamic:loc:0 | (null) | DYN/loc/1:0 | DYN/loc/1:0 |\n  types 1:DYNAMIC", tmp_path)
    (device,) = scan(tmp_path).devices
    assert (device.manufacturer, device.location, device.types) == ("", "", ((1, "DYNAMIC"),))


def test_the_span_types_of_older_dahdi_are_read_too(tmp_path: Path) -> None:
    build("dahdi dynamic:loc:0 | | DYN/loc/1:0 | DYN/loc/1:0 |\n  types 1:DYNAMIC", tmp_path)
    folder = tmp_path / "sys/devices/dynamic:loc:0"
    (folder / "dahdi_spantype").rename(folder / "spantype")
    assert scan(tmp_path).devices[0].types == ((1, "DYNAMIC"),)


def test_which_drivers_could_be_loaded_is_known_for_the_running_kernel_only(tmp_path: Path) -> None:
    build("modules dahdi\navailable dahdi dahdi-echocan-mg2", tmp_path)
    facts = scan(tmp_path)
    assert facts.modules == frozenset({"dahdi"})
    assert facts.available == frozenset({"dahdi", "dahdi_echocan_mg2"})
    (tmp_path / "proc/sys/kernel/osrelease").write_text("7.3.0-amd64\n")
    assert scan(tmp_path).available is None


def test_the_kernels_log_is_its_messages_without_their_marks(tmp_path: Path) -> None:
    file = tmp_path / "kmsg"
    file.write_text(
        "6,339,5140900,-;wct4xxp 0000:05:00.0: a;b\n SUBSYSTEM=pci\n DEVICE=+pci:0000:05:00.0\n4,340,1,c;x\n"
    )
    assert kernel_log(file) == ("wct4xxp 0000:05:00.0: a;b", "x")
    assert message("a line of a log that was copied: one; two") == "a line of a log that was copied: one; two"


def test_a_log_that_may_not_be_read_is_not_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("")
    assert kernel_log(tmp_path / "empty") == ()
    assert kernel_log(tmp_path / "missing") is None
