"""Row-level security as migration operations, written once.

A protected table has a ``scopes text[]`` column. The policy holds for reading and writing alike:
who could not see a row cannot write it either. The asker's words are read in a sub-select without
reference to the row, so PostgreSQL evaluates them once a query, not once a row.
"""

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.special import RunSQL

from polakor.access.rules.scopes import PUBLIC
from polakor.base.roles import APP_ROLE

ASKER = "(SELECT string_to_array(NULLIF(current_setting('polakor.scopes', true), ''), ','))"


def protect(table: str, *, rights: str = "SELECT, INSERT, UPDATE") -> list[Operation]:
    """Operations that close ``table`` to all but those who share a scope with the row.

    The running role gets ``rights`` and never DELETE or TRUNCATE: what was told is not taken back.
    """
    return [
        RunSQL(
            f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY rows_of_the_askers_scope ON {table}
              USING (scopes && {ASKER}) WITH CHECK (scopes && {ASKER});
            GRANT {rights} ON {table} TO {APP_ROLE};
            """,
            f"""
            REVOKE ALL ON {table} FROM {APP_ROLE};
            DROP POLICY rows_of_the_askers_scope ON {table};
            ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
            """,
        )
    ]


def protect_write_only(table: str, *, rights: str = "SELECT, INSERT, UPDATE") -> list[Operation]:
    """Like ``protect``, but anybody acting may add a row, even one they can never read back.

    For what a border officer hands over to case workers, and for the record of acts itself.
    """
    acting = "COALESCE(current_setting('polakor.account', true), '') <> ''"
    return [
        RunSQL(
            f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY rows_of_the_askers_scope ON {table} FOR SELECT USING (scopes && {ASKER});
            CREATE POLICY changed_by_those_who_see_it ON {table} FOR UPDATE
              USING (scopes && {ASKER}) WITH CHECK (scopes && {ASKER});
            CREATE POLICY anybody_acting_may_add ON {table} FOR INSERT WITH CHECK ({acting});
            GRANT {rights} ON {table} TO {APP_ROLE};
            """,
            f"""
            REVOKE ALL ON {table} FROM {APP_ROLE};
            DROP POLICY anybody_acting_may_add ON {table};
            DROP POLICY changed_by_those_who_see_it ON {table};
            DROP POLICY rows_of_the_askers_scope ON {table};
            ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
            """,
        )
    ]


def protect_but_public(table: str, *, rights: str = "SELECT, INSERT, UPDATE") -> list[Operation]:
    """Like ``protect``, but rows that carry the word ``public`` are read by everybody.

    They are written by those who share another of their words.
    """
    return [
        RunSQL(
            f"""
            ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
            ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
            CREATE POLICY public_rows_and_those_of_the_askers_scope ON {table} FOR SELECT
              USING ('{PUBLIC}' = ANY (scopes) OR scopes && {ASKER});
            CREATE POLICY added_by_those_who_see_it ON {table} FOR INSERT
              WITH CHECK (scopes && {ASKER});
            CREATE POLICY changed_by_those_who_see_it ON {table} FOR UPDATE
              USING (scopes && {ASKER}) WITH CHECK (scopes && {ASKER});
            GRANT {rights} ON {table} TO {APP_ROLE};
            """,
            f"""
            REVOKE ALL ON {table} FROM {APP_ROLE};
            DROP POLICY changed_by_those_who_see_it ON {table};
            DROP POLICY added_by_those_who_see_it ON {table};
            DROP POLICY public_rows_and_those_of_the_askers_scope ON {table};
            ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
            """,
        )
    ]


def grant(target: str, rights: str) -> list[Operation]:
    """Operation that gives the running role ``rights`` on a table (or ``SEQUENCE name``)."""
    return [
        RunSQL(
            f"GRANT {rights} ON {target} TO {APP_ROLE}",
            f"REVOKE ALL ON {target} FROM {APP_ROLE}",
        )
    ]
