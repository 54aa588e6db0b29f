"""Customers with their numbers, what was noted of contacts, and calls found by what was dialled."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "customers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("organisation", sa.String(100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_customers"),
    )
    op.create_table(
        "customer_numbers",
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("customer", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer"], ["customers.id"], name="fk_customer_numbers_customer_customers", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_customer_numbers"),
    )
    op.create_index("ix_customer_numbers_customer", "customer_numbers", ["customer"])
    op.create_table(
        "contact_notes",
        sa.Column("contact", sa.Uuid(), nullable=False),
        sa.Column("agent", sa.String(64), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("contact", name="pk_contact_notes"),
    )
    op.create_index("ix_call_dialled", "call", ["dialled"])


def downgrade() -> None:
    op.drop_index("ix_call_dialled", "call")
    for table in ("contact_notes", "customer_numbers", "customers"):
        op.drop_table(table)
