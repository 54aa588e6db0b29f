"""When reports go to whom by mail, and the addresses that are allowed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _plans()
    op.create_table(
        "report_addresses",
        sa.Column("address", sa.String(255), nullable=False),
        sa.Column("added_by", sa.String(100), nullable=False),
        sa.Column("added_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_report_addresses"),
    )


def _plans() -> None:
    op.create_table(
        "report_plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("every", sa.String(8), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("form", sa.String(8), nullable=False),
        sa.Column("addresses", DOCUMENT, nullable=False),
        sa.Column("queues", DOCUMENT, nullable=True),
        sa.Column("teams", DOCUMENT, nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("next_at", TIME, nullable=False),
        sa.Column("stopped", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["report"], ["saved_reports.id"], name="fk_report_plans_report_saved_reports", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_report_plans_person_people", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_report_plans"),
    )
    for name in ("report", "person", "next_at"):
        op.create_index(f"ix_report_plans_{name}", "report_plans", [name])
    op.create_table(
        "report_posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan", sa.Uuid(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("recipient", sa.String(255), nullable=False),
        sa.Column("notice", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan"], ["report_plans.id"], name="fk_report_posts_plan_report_plans", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_report_posts"),
        sa.UniqueConstraint("plan", "due_at", "recipient", name="uq_report_posts_plan_due_at_recipient"),
    )


def downgrade() -> None:
    for table in ("report_addresses", "report_posts", "report_plans"):
        op.drop_table(table)
