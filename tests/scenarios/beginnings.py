"""How many scenarios begin: two agents are free, a caller chooses, the first agent's phone rings, or talks."""

RINGING = """
        12:00:00 login 8001
        12:00:01 login 8002
        12:00:02 inbound c1
        12:00:03 key c1 1
                 < stop-play
                 < music c1
                 < ring a1 p1
"""
TALKING = (
    RINGING
    + """
        12:00:04 answers a1
"""
)
CALLED = """
        12:00:00 login 8001
        12:00:01 login 8002
        12:00:01 login 8003
        12:00:02 dials p1 i1 8002
                 < record i1
                 < ringing-tone i1
                 < ring a1 p2
        12:00:04 answers a1
                 < answer i1
                 < join i1 a1
                 = bridge.joined
                 = agent.state 8001 talking
                 = agent.state 8002 talking
"""
"""The agent at p1 has called the one at p2."""
