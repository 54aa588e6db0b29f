"""Messages in voicemail boxes, and the mails that tell of them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _messages()
    _mails()


def downgrade() -> None:
    op.drop_table("voicemail_mails")
    op.drop_table("voicemail_messages")


def _messages() -> None:
    op.create_table(
        "voicemail_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("box", sa.String(64), nullable=False),
        sa.Column("contact", sa.Uuid(), nullable=False),
        sa.Column("caller", sa.String(64), nullable=False),
        sa.Column("left_at", TIME, nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("recording", sa.Uuid(), nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("heard_at", TIME, nullable=True),
        sa.Column("heard_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_voicemail_messages"),
        sa.UniqueConstraint("recording", name="uq_voicemail_messages_recording"),
    )
    for column in ("box", "contact", "left_at", "standing"):
        op.create_index(f"ix_voicemail_messages_{column}", "voicemail_messages", [column])


def _mails() -> None:
    op.create_table(
        "voicemail_mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message", sa.Uuid(), nullable=False),
        sa.Column("box", sa.String(64), nullable=False),
        sa.Column("recipient", sa.String(255), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("sent_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_voicemail_mails"),
    )
    for column in ("message", "created_at", "state"):
        op.create_index(f"ix_voicemail_mails_{column}", "voicemail_mails", [column])
