"""Transcripts of recordings, and the phrases that were heard in them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _transcripts()
    _marks()


def downgrade() -> None:
    op.drop_table("recording_marks")
    op.drop_table("transcripts")


def _transcripts() -> None:
    op.create_table(
        "transcripts",
        sa.Column("recording", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("queued_at", TIME, nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("wanted", sa.String(64), nullable=False),
        sa.Column("model", sa.String(64), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("took_ms", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("recording", name="pk_transcripts"),
    )
    for column in ("state", "queued_at"):
        op.create_index(f"ix_transcripts_{column}", "transcripts", [column])


def _marks() -> None:
    op.create_table(
        "recording_marks",
        sa.Column("recording", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("list", sa.String(64), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("side", sa.String(16), nullable=False),
        sa.Column("from_ms", sa.BigInteger(), nullable=False),
        sa.Column("to_ms", sa.BigInteger(), nullable=False),
        sa.Column("heard", sa.Boolean(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("recording", "place", name="pk_recording_marks"),
    )
    for column in ("list", "at"):
        op.create_index(f"ix_recording_marks_{column}", "recording_marks", [column])
