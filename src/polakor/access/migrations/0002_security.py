"""Who may touch the tables of this room: row security and rights of the running role."""

from django.db import migrations

from polakor.access.rls import grant, protect_write_only


class Migration(migrations.Migration):
    """Closes every table that holds or points to a person."""

    dependencies = [('access', '0001_tables'), ('reference', '0002_readable_by_all'), ('sessions', '0001_initial'), ('auth', '0012_alter_user_first_name_max_length'), ('contenttypes', '0002_remove_content_type_name'), ('mfa', '0003_authenticator_type_uniq'), ('account', '0009_emailaddress_unique_primary_email'), ('procrastinate', '0041_post_retry_failed_job')]
    operations = [
        *grant("access_organisation, access_office, access_account, access_grant", "SELECT, INSERT, UPDATE"),
        *protect_write_only("access_auditevent", rights="SELECT, INSERT"),
        *grant("SEQUENCE access_auditevent_number_seq", "USAGE"),
        *grant("access_auditseal", "SELECT, INSERT"),
        *grant("django_session, mfa_authenticator", "SELECT, INSERT, UPDATE, DELETE"),
        *grant("account_emailaddress, account_emailconfirmation", "SELECT, INSERT, UPDATE, DELETE"),
        *grant("SEQUENCE mfa_authenticator_id_seq, account_emailaddress_id_seq", "USAGE"),
        *grant("django_content_type, auth_permission, auth_group, auth_group_permissions", "SELECT"),
        *grant("procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers", "SELECT, INSERT, UPDATE, DELETE"),
        *grant("ALL SEQUENCES IN SCHEMA public", "USAGE"),
    ]
