"""Events of a kind are found by their time: an agent's quarter of an hour is not looked for in all years."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_ledger_kind_at", "ledger", ["kind", "at"])
    op.drop_index("ix_ledger_kind", "ledger")


def downgrade() -> None:
    op.create_index("ix_ledger_kind", "ledger", ["kind"])
    op.drop_index("ix_ledger_kind_at", "ledger")
