, tail AS MATERIALIZED (
  -- What is recorded and not folded yet: found by its place in the log.
  SELECT day, gate, direction, mode, sex, news_at, n, left(destination, %(province_digits)s) AS province,
         CASE WHEN age IS NULL THEN -1
              ELSE (%(bands)s::smallint[])[width_bucket(age, %(bands)s::smallint[])] END AS band
  FROM (
    SELECT c.crossed_on AS day, c.gate_id AS gate, c.direction, c.mode, c.sex, c.age, c.destination,
           c.recorded_at AS news_at, 1 AS n
    FROM journeys_crossing c WHERE (c.tx, c.number) > (%(tx)s, %(number)s)
    UNION ALL
    SELECT c.crossed_on, c.gate_id, c.direction, c.mode, c.sex, c.age, c.destination,
           w.withdrawn_at, -1
    FROM journeys_crossingwithdrawal w
    CROSS JOIN LATERAL (SELECT * FROM journeys_crossing WHERE id = w.crossing_id OFFSET 0) AS c
    WHERE (w.tx, w.number) > (%(tx)s, %(number)s)
  ) AS entries
), asked AS MATERIALIZED (
  SELECT * FROM tail WHERE direction = 1 AND day BETWEEN %(since)s AND %(until)s
    AND (%(gates)s::text[] IS NULL OR gate = ANY (%(gates)s::text[]))
), by_day AS (
  SELECT day, gate, mode, n FROM evidence_byday
  WHERE direction = 1 AND day BETWEEN %(since)s AND %(until)s
    AND (%(gates)s::text[] IS NULL OR gate = ANY (%(gates)s::text[]))
  UNION ALL SELECT day, gate, mode, n FROM asked
), by_profile AS (
  SELECT day, sex, band, n FROM evidence_byprofile
  WHERE direction = 1 AND day BETWEEN %(since)s AND %(until)s
    AND (%(gates)s::text[] IS NULL OR gate = ANY (%(gates)s::text[]))
  UNION ALL SELECT day, sex, band, n FROM asked
), by_destination AS (
  SELECT province, n FROM evidence_bydestination
  WHERE direction = 1 AND day BETWEEN %(since)s AND %(until)s
    AND (%(gates)s::text[] IS NULL OR gate = ANY (%(gates)s::text[]))
  UNION ALL SELECT province, n FROM asked
), tallies AS MATERIALIZED (
  SELECT t.gate_id AS gate, t.day, t.sex, t.age_group, t.count AS n, t.entered_at
  FROM journeys_gatetally t
  WHERE t.direction = 1 AND t.day BETWEEN %(since)s AND %(until)s
    AND (%(gates)s::text[] IS NULL OR t.gate_id = ANY (%(gates)s::text[]))
    AND NOT EXISTS (SELECT FROM journeys_gatetally r WHERE r.replaces_id = t.id)
), screened AS MATERIALIZED (
  SELECT s.person_id, s.flags, s.needs, s.screened_at, s.screened_on = %(today)s AS today,
         s.urgency <> 'none' AND s.answered_at IS NULL AS waiting
  FROM protection_screening s
  WHERE s.screened_on BETWEEN %(since)s AND %(until)s
    AND (%(gates)s::text[] IS NULL OR
      (SELECT c.gate_id FROM journeys_crossing c WHERE c.id = s.crossing_id)
        = ANY (%(gates)s::text[]))
), flagged AS (
  SELECT CASE WHEN flag = ANY (%(hidden)s::text[]) THEN '*' ELSE flag END AS flag,
         person_id, today, waiting, screened_at
  FROM screened, unnest(flags) AS flag
), needing AS (
  SELECT need, person_id, today, waiting, screened_at FROM screened, unnest(needs) AS need
)
SELECT 'day' AS part, day::text AS a, '' AS b, sum(n)::bigint AS n, NULL::timestamptz AS at
FROM by_day GROUP BY day
UNION ALL SELECT 'gate', gate, '', sum(n), NULL FROM by_day GROUP BY gate
UNION ALL SELECT 'gate_today', gate, '', sum(n), NULL FROM by_day WHERE day = %(today)s GROUP BY gate
UNION ALL SELECT 'mode', mode, '', sum(n), NULL FROM by_day GROUP BY mode
UNION ALL SELECT 'profile', sex::text, band::text, sum(n), NULL FROM by_profile GROUP BY sex, band
UNION ALL SELECT 'profile_today', sex::text, band::text, sum(n), NULL FROM by_profile
          WHERE day = %(today)s GROUP BY sex, band
UNION ALL SELECT 'province', province, '', sum(n), NULL FROM by_destination GROUP BY province
UNION ALL SELECT 'tally_day', day::text, '', sum(n), NULL FROM tallies GROUP BY day
UNION ALL SELECT 'tally_gate', gate, '', sum(n), NULL FROM tallies GROUP BY gate
UNION ALL SELECT 'tally_gate_today', gate, '', sum(n), NULL FROM tallies WHERE day = %(today)s
          GROUP BY gate
UNION ALL SELECT 'tally_profile', sex::text, age_group, sum(n), NULL FROM tallies
          GROUP BY sex, age_group
UNION ALL SELECT 'news', gate, '', 0, max(at) FROM (
            SELECT gate, last_at AS at FROM evidence_gatenews
            UNION ALL SELECT gate, news_at FROM tail
            UNION ALL SELECT gate, entered_at FROM tallies) AS news GROUP BY gate
UNION ALL SELECT 'flag', flag, '', count(DISTINCT person_id), NULL FROM flagged GROUP BY flag
UNION ALL SELECT 'flag_today', flag, '', count(DISTINCT person_id), NULL FROM flagged WHERE today
          GROUP BY flag
UNION ALL SELECT 'flag_waiting', flag, '', count(DISTINCT person_id), min(screened_at) FROM flagged
          WHERE waiting GROUP BY flag
UNION ALL SELECT 'need', need, '', count(DISTINCT person_id), NULL FROM needing GROUP BY need
UNION ALL SELECT 'need_today', need, '', count(DISTINCT person_id), NULL FROM needing WHERE today
          GROUP BY need
UNION ALL SELECT 'need_waiting', need, '', count(DISTINCT person_id), min(screened_at) FROM needing
          WHERE waiting GROUP BY need
UNION ALL SELECT 'waiting', '', '', count(DISTINCT person_id), min(screened_at) FROM screened
          WHERE waiting
UNION ALL SELECT 'lists', '', '', count(*), min(received_at) FROM intake_receivedlist
          WHERE quarantined > 0
UNION ALL SELECT 'rows', '', '', coalesce(sum(quarantined), 0), NULL FROM intake_receivedlist
UNION ALL SELECT 'persons', '', '', coalesce(sum(persons), 0), NULL FROM (
            SELECT watch, day, previous, persons FROM evidence_personsagain
            UNION ALL SELECT watch, day, previous, persons FROM again_change) AS again
          WHERE watch = %(watch)s AND day BETWEEN %(since)s AND %(until)s AND previous < %(since)s
UNION ALL SELECT 'watched', '', '', count(*), NULL FROM evidence_watch
          WHERE code = %(watch)s AND gates = %(gates)s::text[]
UNION ALL SELECT 'place', tx::text || ':' || move_tx, number::text || ':' || move_number, 0, now()
          FROM evidence_logplace
