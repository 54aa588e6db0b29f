"""Why the alarms say no."""

from appliance.errors import Refusal


class AlarmNotStanding(Refusal):
    """There is no such alarm now."""

    code = "alarm-not-standing"
