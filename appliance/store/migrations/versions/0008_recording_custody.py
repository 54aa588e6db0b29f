"""What becomes of recordings after their seal: changes, retention runs, parties."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
TABLES = ("recording_parties", "retention_runs", "recording_changes")


def upgrade() -> None:
    _changes()
    _runs()
    _parties()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _changes() -> None:
    op.create_table(
        "recording_changes",
        sa.Column("node", sa.String(64), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recording", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("value", sa.String(100), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("node", "seq", name="pk_recording_changes"),
    )
    for column in ("kind", "recording"):
        op.create_index(f"ix_recording_changes_{column}", "recording_changes", [column])


def _runs() -> None:
    op.create_table(
        "retention_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("node", sa.String(64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("cause", sa.String(16), nullable=False),
        sa.Column("deleted", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("unknown", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_retention_runs"),
    )
    for column in ("at", "node"):
        op.create_index(f"ix_retention_runs_{column}", "retention_runs", [column])


def _parties() -> None:
    op.create_table(
        "recording_parties",
        sa.Column("recording", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("leg", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("party", sa.String(64), nullable=False),
        sa.Column("from_ms", sa.BigInteger(), nullable=False),
        sa.Column("to_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("recording", "place", name="pk_recording_parties"),
    )
    op.create_index("ix_recording_parties_party", "recording_parties", ["party"])
