"""Organisations, offices, accounts and what each is on duty for."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from polakor.access.rules.policy import Role
from polakor.base.ids import uuid7


class Organisation(models.Model):
    """A ministry, agency of the state or partner that accounts belong to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.TextField()
    name_km = models.TextField()
    name_en = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="one_organisation_per_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Office(models.Model):
    """A place of duty: a gate, a provincial department, a directorate."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="offices")
    code = models.TextField()
    name_km = models.TextField()
    name_en = models.TextField()
    phone = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="one_office_per_code")]

    def __str__(self) -> str:
        return self.code


class AccountManager(BaseUserManager):  # type: ignore[type-arg]
    """Django's own look-ups by name, nothing more: accounts are opened by an action."""


class Account(AbstractBaseUser):
    """Somebody (or, for the command line, something) that acts. Never deleted, only closed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.TextField()
    name = models.TextField()
    language = models.TextField(default="km")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = AccountManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["username"], name="one_account_per_name")]

    def __str__(self) -> str:
        return self.username


class Grant(models.Model):
    """A duty: this account, as this role, from this office, for these areas, in these days."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    office = models.ForeignKey(Office, models.PROTECT, related_name="grants")
    role = models.TextField()
    areas = ArrayField(models.TextField())
    country = models.TextField(blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(
        Account, models.PROTECT, related_name="grants_given", null=True, blank=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role if role is not Role.BEARER]),
                name="a_duty_has_a_known_role",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="a_duty_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.areas}"
