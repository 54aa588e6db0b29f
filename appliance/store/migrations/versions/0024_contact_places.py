"""Where contacts came past, and the indexes by which a million of them are searched."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

FLOW = {"sqlite": "json_extract(data, '$.flow')", "postgresql": "data->>'flow'"}
BY_LEG = (
    "INSERT INTO contact_places (kind, name, opened_at, contact) "
    "SELECT DISTINCT 'agent', leg.agent, call.opened_at, call.id FROM leg JOIN call ON call.id = leg.contact "
    "WHERE leg.role = 'agent' AND leg.agent <> '' AND leg.answered_at IS NOT NULL AND call.closed_at IS NOT NULL"
)
BY_NODE = (
    "INSERT INTO contact_places (kind, name, opened_at, contact) "
    "SELECT DISTINCT 'flow', {flow}, call.opened_at, call.id FROM ledger JOIN call ON call.id = ledger.contact "
    "WHERE ledger.kind = 'flow.node' AND call.closed_at IS NOT NULL AND {flow} <> ''"
)
BY_QUEUE = (
    "INSERT INTO contact_places (kind, name, opened_at, contact) "
    "SELECT DISTINCT 'queue', {queue}, call.opened_at, call.id FROM ledger JOIN call ON call.id = ledger.contact "
    "WHERE ledger.kind = 'queue.entered' AND call.closed_at IS NOT NULL AND {queue} <> ''"
)
BY_CALL_BACK = (
    "INSERT INTO contact_places (kind, name, opened_at, contact) "
    "SELECT DISTINCT 'kind', 'callback', call.opened_at, call.id FROM ledger JOIN call ON call.id = ledger.contact "
    "WHERE ledger.kind IN ('callback.requested', 'callback.dialled') AND call.closed_at IS NOT NULL"
)
SHORTER = {"ix_call_caller": ["caller"], "ix_call_dialled": ["dialled"]}


def upgrade() -> None:
    op.create_table(
        "contact_places",
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contact", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", "opened_at", "contact", name="pk_contact_places"),
    )
    _fill()
    op.create_index("ix_contact_places_contact", "contact_places", ["contact"])
    for name, columns in SHORTER.items():
        op.create_index(f"{name}_opened_at", "call", [*columns, "opened_at"])
        op.drop_index(name, "call")
    op.create_index("ix_call_result_opened_at", "call", ["result", "opened_at"])
    op.create_index("ix_contact_notes_code_at", "contact_notes", ["code", "at"])


def downgrade() -> None:
    op.drop_index("ix_contact_notes_code_at", "contact_notes")
    op.drop_index("ix_call_result_opened_at", "call")
    for name, columns in SHORTER.items():
        op.create_index(name, "call", columns)
        op.drop_index(f"{name}_opened_at", "call")
    op.drop_table("contact_places")


def _fill() -> None:
    """What contacts of before came past is in the books already."""
    flow = FLOW[op.get_bind().dialect.name]
    queue = flow.replace("flow", "queue")
    for statement in (BY_LEG, BY_NODE.format(flow=flow), BY_QUEUE.format(queue=queue), BY_CALL_BACK):
        op.execute(statement)
