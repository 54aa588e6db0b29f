"""Erlang's formulas against published values."""

import math

import pytest

from appliance.contact.acd.simulation.erlang import agents_needed, erlang_a, erlang_b, erlang_c, lines_needed

# The usual tables of Erlang B, for example ITU-D SG 2, Teletraffic Engineering Handbook, and Angus: Erlang B tables.
BLOCKED = [
    (0.01, 10, 4.46),
    (0.01, 20, 12.03),
    (0.01, 50, 37.90),
    (0.01, 100, 84.06),
    (0.1, 10, 7.51),
    (0.02, 30, 21.93),
]

# 100 calls in half an hour of three minutes each, target 20 s: agents, per cent that wait, per cent in time, mean wait.
WAITS = [(11, 68.2, 39.0, 122.8), (12, 44.9, 64.0, 40.4), (13, 28.5, 79.6, 17.1), (14, 17.4, 88.8, 7.8)]


@pytest.mark.parametrize(("blocked", "lines", "load"), BLOCKED)
def test_erlang_b_is_that_of_the_tables(blocked: float, lines: int, load: float) -> None:
    assert erlang_b(load, lines) == pytest.approx(blocked, rel=0.02)
    assert lines_needed(load - 0.01, blocked) == lines


@pytest.mark.parametrize(("agents", "waits", "in_time", "mean"), WAITS)
def test_erlang_c_is_that_of_the_tables(agents: int, waits: float, in_time: float, mean: float) -> None:
    found = erlang_c(10, agents, 180, 20)
    assert 100 * found.waits == pytest.approx(waits, abs=0.06)
    assert 100 * found.in_target == pytest.approx(in_time, abs=0.06)
    assert found.mean_wait == pytest.approx(mean, abs=0.1)


def test_with_too_few_agents_the_line_of_erlang_c_grows_for_ever() -> None:
    assert erlang_c(10, 10, 180, 20).mean_wait == math.inf
    assert erlang_c(10, 10, 180, 20).in_target == 0


def test_erlang_a_is_that_of_mandelbaum_and_zeltyn() -> None:
    """50 agents, 48 calls a minute of one minute, patience of two: 3.1 % abandon, 3.7 s mean wait, 93 % occupied."""
    patient, real = erlang_c(48, 50, 60, 20), erlang_a(48, 50, 60, 120, 20)
    assert patient.mean_wait == pytest.approx(20.8, abs=0.1)
    assert 100 * real.abandoned == pytest.approx(3.1, abs=0.05)
    assert real.mean_wait == pytest.approx(3.7, abs=0.05)
    assert 100 * real.occupancy == pytest.approx(93, abs=0.5)


@pytest.mark.parametrize("agents", [11, 14, 20])
def test_erlang_a_of_callers_who_hardly_ever_hang_up_is_erlang_c(agents: int) -> None:
    patient, real = erlang_c(10, agents, 180, 20), erlang_a(10, agents, 180, 1e7, 20)
    assert real.waits == pytest.approx(patient.waits, rel=1e-3)
    assert real.in_target == pytest.approx(patient.in_target, rel=1e-3)


@pytest.mark.parametrize(("load", "agents"), [(500.0, 250), (0.5, 1), (3.0, 0), (0.0, 3)])
def test_shares_stay_shares_far_from_balance(load: float, agents: int) -> None:
    found = erlang_a(load, agents, 180, 120, 20)
    assert 0 <= found.abandoned <= found.waits <= 1
    assert 0 <= found.in_target <= 1


def test_the_agents_for_a_target() -> None:
    assert agents_needed(0.8, lambda agents: erlang_c(10, agents, 180, 20)) == 14
    assert agents_needed(0.79, lambda agents: erlang_c(10, agents, 180, 20)) == 13
