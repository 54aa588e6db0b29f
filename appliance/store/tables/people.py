"""People of the console, their sessions, one-time codes, failed attempts and custom roles."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Integer, LargeBinary, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from appliance.store.tables.base import Base, Document, UtcDateTime


class PersonRow(Base):
    """One person; `password` is a hash, `totp` is sealed by the box key, `recovery` a list of hashes."""

    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    roles: Mapped[list[str]] = mapped_column(Document)
    agent: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    scope: Mapped[dict[str, Any]] = mapped_column(Document)
    active: Mapped[bool] = mapped_column(Boolean)
    password: Mapped[str] = mapped_column(Text)
    password_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp: Mapped[str] = mapped_column(Text)
    totp_step: Mapped[int] = mapped_column(Integer)
    recovery: Mapped[list[str]] = mapped_column(Document)
    outside: Mapped[str] = mapped_column(String(255), index=True)
    mail: Mapped[str] = mapped_column(String(255), server_default="")
    barred: Mapped[bool] = mapped_column(Boolean, server_default=false())


class PasskeyRow(Base):
    """One passkey (WebAuthn credential) of a person."""

    __tablename__ = "passkeys"

    credential: Mapped[str] = mapped_column(String(400), primary_key=True)
    person: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StrictRoleRow(Base):
    """A role, custom or not, whose people need a second factor."""

    __tablename__ = "strict_roles"

    role: Mapped[str] = mapped_column(String(64), primary_key=True)


class InvitationRow(Base):
    """A one-time code, by its SHA-256."""

    __tablename__ = "invitations"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    person: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SessionRow(Base):
    """One signed-in browser; `token` is the SHA-256 of what its cookie holds."""

    __tablename__ = "console_sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    address: Mapped[str] = mapped_column(String(64))
    browser: Mapped[str] = mapped_column(String(200))
    way: Mapped[str] = mapped_column(String(16), server_default="password")
    second_elsewhere: Mapped[bool] = mapped_column(Boolean, server_default=false())


class FailedSignInRow(Base):
    """One failed attempt, of a name or of an address."""

    __tablename__ = "failed_sign_ins"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(String(100), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class RoleRow(Base):
    """A custom role."""

    __tablename__ = "roles"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    rights: Mapped[list[str]] = mapped_column(Document)
