"""Every agent of a contact has a note of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _key("contact", "agent")


def downgrade() -> None:
    """Where several agents noted something, the last note stays."""
    notes = sa.table("contact_notes", sa.column("contact"), sa.column("agent"), sa.column("at"))
    later = notes.alias("later")
    after = sa.or_(later.c.at > notes.c.at, sa.and_(later.c.at == notes.c.at, later.c.agent > notes.c.agent))
    beaten = sa.exists().where(later.c.contact == notes.c.contact, after)
    op.execute(sa.delete(notes).where(beaten))
    _key("contact")


def _key(*columns: str) -> None:
    with op.batch_alter_table("contact_notes") as table:
        table.drop_constraint("pk_contact_notes", type_="primary")
        table.create_primary_key("pk_contact_notes", list(columns))
