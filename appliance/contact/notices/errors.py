"""Why a notice is not sent."""

from appliance.errors import Refusal


class NoticeEmpty(Refusal):
    """A notice without words."""

    code = "notice-empty"


class NoticeTooLong(Refusal):
    """More words than a screen beside a call has room for."""

    code = "notice-too-long"


class NoticeReachesNobody(Refusal):
    """Nobody is meant by the teams and queues named."""

    code = "notice-reaches-nobody"


class TeamUnknown(Refusal):
    """No agent is of that team."""

    code = "team-unknown"
