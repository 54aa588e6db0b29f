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
