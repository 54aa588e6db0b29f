"""What the manager answers with lists, on a real box with the account that is rendered for it."""

import pytest

from appliance.telephony.ami.client import AmiClient
from appliance.telephony.ami.errors import AmiRefused
from tests.servers import box
from tests.servers.live import run

pytestmark = pytest.mark.asterisk

LIMIT = 30.0


def test_an_action_that_answers_with_a_list(centre: box.Box) -> None:
    async def scene() -> None:
        manager = AmiClient(centre.settings.asterisk, LIMIT)
        rows = await manager.rows("PJSIPShowEndpoints")
        assert {"8001", "8006", "demo-carrier"} <= {row.get("ObjectName") for row in rows}
        with pytest.raises(AmiRefused):
            await manager.rows("NoSuchAction")

    run(scene())
