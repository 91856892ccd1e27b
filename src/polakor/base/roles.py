"""The database role that runs Polakor, as one statement every first migration may repeat.

The owner migrates; ``polakor_app`` runs, is never a superuser and never passes row security by.
"""

APP_ROLE = "polakor_app"

CREATE_APP_ROLE = f"""
DO $body$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN
    CREATE ROLE {APP_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;  -- another database of the same server made it at the same moment
END
$body$;
"""
