"""From an account elsewhere to a person here: found, linked, made, kept alike, or refused."""

from dataclasses import replace
from typing import Any

from appliance.clock import Clock, uuid7
from appliance.desk.people import naming
from appliance.desk.people.accounts.errors import (
    AccountNeedsOwner,
    AccountTaken,
    AccountUnknown,
    AccountWithoutRole,
)
from appliance.desk.people.accounts.granting import granted
from appliance.desk.people.accounts.model import Account, Admission, Newcomers
from appliance.desk.people.errors import LastAdministrator, PersonInvalid, SignInRefused
from appliance.desk.people.model import Person, Scope
from appliance.desk.people.ports import Trail
from appliance.desk.people.repository import Directory, Roles
from appliance.desk.people.rights import GRANT, ROLES, allowed
from appliance.desk.people.staff.service import Staff, shown
from appliance.errors import LANGUAGES

LONGEST_SHOWN = 64


class Accounts:
    """Who has which account; every change of it is in the audit trail."""

    def __init__(self, directory: Directory, roles: Roles, staff: Staff, trail: Trail, clock: Clock) -> None:
        self._directory, self._roles, self._staff = directory, roles, staff
        self._trail, self._clock = trail, clock

    def enter(self, account: Account, admission: Admission, language: str = LANGUAGES[0]) -> Person:
        """The person of the account, as the account is now.

        Raises SignInRefused for an account that is closed there; AccountUnknown, AccountWithoutRole, AccountTaken or
        AccountNeedsOwner where nobody comes of it.
        """
        if account.trouble:
            self._trail.note("sign-in.account-closed", account.login[:LONGEST_SHOWN], after={"why": account.trouble})
            raise SignInRefused()
        if person := self._directory.by_outside(account.subject):
            return self.follow(person, account, admission)
        if admission.newcomers is Newcomers.LINKED or not (login := _login(account.login)):
            raise AccountUnknown(login=account.login[:LONGEST_SHOWN])
        if known := self._directory.by_login(login):
            self._refuse_to_take(known)
            self._refuse_without_role(account, admission)
            return self.follow(self._linked(known, account), account, admission)
        if admission.newcomers is not Newcomers.MADE:
            raise AccountUnknown(login=login)
        return self._made(login, account, admission, language)

    def link(self, person: Person, account: Account) -> Person:
        """The own account of somebody who is signed in here; raises AccountTaken."""
        there = self._directory.by_outside(account.subject)
        if there is not None and there.id != person.id:
            raise AccountTaken(login=account.login[:LONGEST_SHOWN])
        return self._linked(person, account)

    def unlink(self, person: Person) -> Person:
        """The account opens nothing here any more; the person signs in by a password of this box again."""
        after = replace(person, outside="", barred=False)
        self._directory.change(after)
        self._staff.sign_out(person.id)
        self._trail.note("person.unlink", person.login, before={"account": _kind(person.outside)})
        return after

    def follow(self, person: Person, account: Account, admission: Admission) -> Person:
        """Name, mail, roles and scope as the account has them now; raises AccountWithoutRole.

        Whoever administers by a password of this box was made so by hand, and stays so.
        """
        by_hand = bool(person.password) and self._gives(person)
        changes: dict[str, Any] = {"name": _name(account), "mail": _mail(account)}
        if admission.grants and not by_hand:
            self._refuse_without_role(account, admission)
            roles, scope = self.what_comes(account, admission)
            changes |= {"roles": roles, "scope": scope}
        if person.barred:
            person = self._set_barred(person, barred=False, why="")
        if all(getattr(person, name) == value for name, value in changes.items()):
            return person
        try:
            return self._staff.change(person.id, **changes)
        except LastAdministrator:
            # Groups elsewhere must not leave the box without anybody who administers it.
            return self._staff.change(person.id, name=changes["name"], mail=changes["mail"])

    def bar(self, person: Person, why: str) -> int:
        """The account is closed elsewhere: nothing here is open to the person; how many sessions ended.

        The last administrator stays, whatever is said elsewhere: the box must not be left to nobody.
        """
        if self._staff.administers_alone(person):
            return 0
        if not person.barred:
            self._set_barred(person, barred=True, why=why)
        return self._staff.sign_out(person.id)

    def what_comes(self, account: Account, admission: Admission) -> tuple[tuple[str, ...], Scope]:
        """Roles and scope of the account's groups."""
        known = (*ROLES, *(role.name for role in self._roles.all()))
        return granted(admission.grants, account.groups, known)

    def _refuse_without_role(self, account: Account, admission: Admission) -> None:
        if admission.grants and not self.what_comes(account, admission)[0]:
            raise AccountWithoutRole(login=account.login[:LONGEST_SHOWN])

    def _refuse_to_take(self, known: Person) -> None:
        if known.outside:
            raise AccountTaken(login=known.login)
        if self._gives(known):
            raise AccountNeedsOwner(login=known.login)

    def _gives(self, person: Person) -> bool:
        """Whether somebody may give every right."""
        return GRANT in allowed(person.roles, {role.name: role.rights for role in self._roles.all()})

    def _linked(self, person: Person, account: Account) -> Person:
        after = replace(person, outside=account.subject, barred=False)
        self._directory.change(after)
        self._trail.note("person.link", person.login, after={"account": account.way.value, "login": account.login})
        return after

    def _made(self, login: str, account: Account, admission: Admission, language: str) -> Person:
        roles, scope = self.what_comes(account, admission)
        if not roles:
            raise AccountWithoutRole(login=login)
        now = self._clock.now()
        person = Person(uuid7(now), login, _name(account), now, roles, "", language, scope)
        person = replace(person, outside=account.subject, mail=_mail(account))
        if not self._directory.add(person):
            raise AccountTaken(login=login)
        self._trail.note("person.add", login, after=shown(person) | {"account": account.way.value})
        return person

    def _set_barred(self, person: Person, *, barred: bool, why: str) -> Person:
        after = replace(person, barred=barred)
        self._directory.change(after)
        self._trail.note("person.barred" if barred else "person.unbarred", person.login, after={"why": why})
        return after


def _login(text: str) -> str:
    try:
        return naming.login(text)
    except PersonInvalid:
        return ""


def _name(account: Account) -> str:
    try:
        return naming.name(account.name[: naming.LONGEST_NAME])
    except PersonInvalid:
        return account.login[: naming.LONGEST_NAME]


def _mail(account: Account) -> str:
    try:
        return naming.mail(account.mail)
    except PersonInvalid:
        return ""


def _kind(outside: str) -> str:
    return outside.partition(":")[0]
