"""People of the console, and the audit trail."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)
TABLES = ("audit", "roles", "failed_sign_ins", "console_sessions", "invitations", "passkeys", "people")


def upgrade() -> None:
    _people()
    _passkeys()
    _invitations()
    _sessions()
    _attempts()
    _roles()
    _audit()
    _guard_audit()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(64), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("roles", DOCUMENT, nullable=False),
        sa.Column("agent", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("scope", DOCUMENT, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("password_at", TIME, nullable=True),
        sa.Column("totp", sa.Text(), nullable=False),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("recovery", DOCUMENT, nullable=False),
        sa.Column("outside", sa.String(255), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("login", name="uq_people_login"),
    )
    op.create_index("ix_people_outside", "people", ["outside"])


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["person"], ["people.id"], name=f"fk_{table}_person_people", ondelete="CASCADE")


def _passkeys() -> None:
    op.create_table(
        "passkeys",
        sa.Column("credential", sa.String(400), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        _of_person("passkeys"),
        sa.PrimaryKeyConstraint("credential", name="pk_passkeys"),
    )
    op.create_index("ix_passkeys_person", "passkeys", ["person"])


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        _of_person("invitations"),
        sa.PrimaryKeyConstraint("code", name="pk_invitations"),
    )
    op.create_index("ix_invitations_person", "invitations", ["person"])


def _sessions() -> None:
    op.create_table(
        "console_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        *(sa.Column(name, TIME, nullable=False) for name in ("created_at", "seen_at", "expires_at")),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("browser", sa.String(200), nullable=False),
        _of_person("console_sessions"),
        sa.PrimaryKeyConstraint("id", name="pk_console_sessions"),
        sa.UniqueConstraint("token", name="uq_console_sessions_token"),
    )
    for column in ("expires_at", "person"):
        op.create_index(f"ix_console_sessions_{column}", "console_sessions", [column])


def _attempts() -> None:
    op.create_table(
        "failed_sign_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failed_sign_ins"),
    )
    for column in ("at", "who"):
        op.create_index(f"ix_failed_sign_ins_{column}", "failed_sign_ins", [column])


def _roles() -> None:
    op.create_table(
        "roles",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("rights", DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_roles"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", SERIAL, sa.Identity(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("person", sa.Uuid(), nullable=True),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("act", sa.String(64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", DOCUMENT, nullable=True),
        sa.Column("after", DOCUMENT, nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_act", "audit", ["act"])
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_person_seq", "audit", ["person", "seq"])


def _guard_audit() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_append_only_{verb.lower()} BEFORE {verb} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'audit is append only'); END"
        )
