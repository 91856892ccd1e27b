"""Who may touch orders, placements and the ledger; and what the ledger lets nobody do."""

from django.db import migrations

from polakor.access.rls import grant, protect

# Holds whoever writes: an action, a page with a bug, two officers at the same moment. That rows
# are not forged by somebody who owns the database is what the signatures are for.
FOLLOWS = """
CREATE FUNCTION recruitment_ledger_follows() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
  prior recruitment_ledgerrow;
  meant recruitment_ledgerrow;
  step text := NEW.step;
  turn integer := 1;
  stage integer;
  there integer;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7305, 1);
  IF EXISTS (SELECT FROM recruitment_ledgerroot WHERE day >= NEW.day) THEN
    RAISE check_violation USING CONSTRAINT = 'a_sealed_day_takes_no_row',
      MESSAGE = 'this day of the ledger is sealed';
  END IF;
  SELECT * INTO prior FROM recruitment_ledgerrow
    WHERE order_id = NEW.order_id AND place = NEW.place - 1;
  IF (NEW.place = 1) = FOUND OR NEW.previous <> COALESCE(prior.hash, '')
      OR NEW.day < COALESCE(prior.day, NEW.day) THEN
    RAISE check_violation USING CONSTRAINT = 'a_row_follows_the_one_before_it',
      MESSAGE = 'this row does not follow the one before it';
  END IF;
  IF step = 'undone' THEN
    SELECT * INTO meant FROM recruitment_ledgerrow
      WHERE order_id = NEW.order_id AND place = NEW.undoes AND place < NEW.place;
    IF NOT FOUND OR meant.step = 'undone' OR meant.people <> NEW.people
        OR meant.placement_id IS DISTINCT FROM NEW.placement_id THEN
      RAISE check_violation USING CONSTRAINT = 'what_is_undone_was_done',
        MESSAGE = 'there is no such step to undo';
    END IF;
    step := meant.step;
    turn := -1;
  END IF;
  IF NEW.approved - COALESCE(prior.approved, 0)
        <> (CASE WHEN step = 'approved' THEN turn * NEW.people ELSE 0 END)
      OR NEW.contracted - COALESCE(prior.contracted, 0)
        <> (CASE WHEN step = 'contracted' THEN turn ELSE 0 END)
      OR NEW.cleared - COALESCE(prior.cleared, 0)
        <> (CASE WHEN step = 'cleared' THEN turn ELSE 0 END)
      OR NEW.departed - COALESCE(prior.departed, 0)
        <> (CASE WHEN step = 'departed' THEN turn ELSE 0 END) THEN
    RAISE check_violation USING CONSTRAINT = 'the_sums_follow_from_the_steps',
      MESSAGE = 'the sums do not follow from the steps';
  END IF;
  IF NEW.placement_id IS NOT NULL THEN
    stage := array_position(ARRAY['contracted', 'cleared', 'departed'], step);
    SELECT COALESCE(sum(CASE WHEN led.step = 'undone' THEN -1 ELSE 1 END), 0) INTO there
      FROM recruitment_ledgerrow led
      WHERE led.placement_id = NEW.placement_id AND led.order_id = NEW.order_id;
    IF there <> (CASE WHEN turn = 1 THEN stage - 1 ELSE stage END)
        OR NOT EXISTS (SELECT FROM recruitment_placement placed
                       WHERE placed.id = NEW.placement_id AND placed.order_id = NEW.order_id) THEN
      RAISE check_violation USING CONSTRAINT = 'a_worker_takes_one_step_after_the_other',
        MESSAGE = 'this worker is not at that step';
    END IF;
  ELSIF turn = 1 THEN
    SELECT count(DISTINCT decision.decided_by) INTO there FROM recruitment_orderdecision decision
      WHERE decision.order_id = NEW.order_id AND decision.agreed
        AND decision.decided_by = ANY (NEW.approvers);
    IF there < (SELECT needed FROM recruitment_joborder WHERE id = NEW.order_id)
        OR there <> cardinality(NEW.approvers) THEN
      RAISE check_violation USING CONSTRAINT = 'enough_officers_agreed',
        MESSAGE = 'not enough officers agreed';
    END IF;
  END IF;
  RETURN NEW;
END
$body$;
CREATE TRIGGER recruitment_ledger_follows BEFORE INSERT ON recruitment_ledgerrow
  FOR EACH ROW EXECUTE FUNCTION recruitment_ledger_follows();
"""


class Migration(migrations.Migration):
    """Closes every table that holds or points to a worker; the ledger is only added to."""

    dependencies = [("recruitment", "0003_orders_and_ledger"), ("access", "0007_agencies")]
    operations = [
        *(
            operation
            for sequence in ("recruitment_joborder_number", "recruitment_placement_number")
            for operation in (
                migrations.RunSQL(f"CREATE SEQUENCE {sequence}", f"DROP SEQUENCE {sequence}"),
                *grant(f"SEQUENCE {sequence}", "USAGE"),
            )
        ),
        *protect("recruitment_joborder"),
        *protect("recruitment_orderdecision", rights="SELECT, INSERT"),
        *protect("recruitment_placement"),
        *protect("recruitment_statechange", rights="SELECT, INSERT"),
        *protect("recruitment_contract", rights="SELECT, INSERT"),
        *protect("recruitment_termsfinding"),
        *protect("recruitment_ledgerrow", rights="SELECT, INSERT"),
        *grant("recruitment_ledgerroot", "SELECT, INSERT"),
        migrations.RunSQL(FOLLOWS, "DROP FUNCTION recruitment_ledger_follows CASCADE"),
    ]
