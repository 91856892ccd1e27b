-- How the counts of different persons change between two places in the logs. Begins three statements:
-- the one that folds, and those that read what is not folded yet.
--
-- Runs with nested loops off, so that lists of unknown length are joined by hashing; the large tables
-- are looked into by index all the same, because LATERAL with OFFSET 0 leaves no other way.
--
-- A record stands, at a place in the log of moves, where the first move after that place took it
-- from; without such a move, where it stands now.
WITH touched AS MATERIALIZED (
  SELECT c.person_id AS record FROM journeys_crossing c
  WHERE (c.tx, c.number) > (%(tx)s, %(number)s) AND (c.tx, c.number) <= (%(end_tx)s, %(end_number)s)
  UNION
  SELECT c.person_id
  FROM journeys_crossingwithdrawal w
  CROSS JOIN LATERAL (
    SELECT person_id FROM journeys_crossing WHERE id = w.crossing_id OFFSET 0) AS c
  WHERE (w.tx, w.number) > (%(tx)s, %(number)s) AND (w.tx, w.number) <= (%(end_tx)s, %(end_number)s)
  UNION
  SELECT m.person_id FROM registry_clustermove m
  WHERE (m.tx, m.number) > (%(move_tx)s, %(move_number)s)
    AND (m.tx, m.number) <= (%(end_move_tx)s, %(end_move_number)s)
), later_moves AS MATERIALIZED (
  SELECT m.person_id, m.before_id, m.after_id, m.tx, m.number FROM registry_clustermove m
  WHERE (m.tx, m.number) > (%(move_tx)s, %(move_number)s)
), first_later AS MATERIALIZED (
  SELECT DISTINCT ON (person_id) person_id, before_id FROM later_moves
  ORDER BY person_id, tx, number
), first_after_end AS MATERIALIZED (
  SELECT DISTINCT ON (person_id) person_id, before_id FROM later_moves
  WHERE (tx, number) > (%(end_move_tx)s, %(end_move_number)s)
  ORDER BY person_id, tx, number
), affected AS MATERIALIZED (
  SELECT DISTINCT unnest(ARRAY[
    coalesce(f.before_id, p.canonical_id, p.id), coalesce(a.before_id, p.canonical_id, p.id)
  ]) AS cluster
  FROM touched t
  CROSS JOIN LATERAL (
    SELECT id, canonical_id FROM registry_person WHERE id = t.record OFFSET 0) AS p
  LEFT JOIN first_later f ON f.person_id = t.record
  LEFT JOIN first_after_end a ON a.person_id = t.record
), members AS MATERIALIZED (
  SELECT cluster AS record FROM affected
  UNION
  SELECT p.id FROM affected x
  CROSS JOIN LATERAL (SELECT id FROM registry_person WHERE canonical_id = x.cluster OFFSET 0) AS p
  UNION
  SELECT m.person_id FROM affected x JOIN later_moves m ON m.before_id = x.cluster
  UNION
  SELECT m.person_id FROM affected x JOIN later_moves m ON m.after_id = x.cluster
), stood AS MATERIALIZED (
  SELECT p.id AS record,
         coalesce(f.before_id, p.canonical_id, p.id) AS was,
         coalesce(a.before_id, p.canonical_id, p.id) AS comes
  FROM members t
  CROSS JOIN LATERAL (
    SELECT id, canonical_id FROM registry_person WHERE id = t.record OFFSET 0) AS p
  LEFT JOIN first_later f ON f.person_id = t.record
  LEFT JOIN first_after_end a ON a.person_id = t.record
), seen AS MATERIALIZED (
  SELECT s.was, s.comes, c.crossed_on AS day, c.direction, c.gate_id AS gate,
         left(c.destination, %(province_digits)s) AS province,
         (c.tx, c.number) <= (%(tx)s, %(number)s)
           AND NOT coalesce((w.tx, w.number) <= (%(tx)s, %(number)s), false) AS counted,
         (c.tx, c.number) <= (%(end_tx)s, %(end_number)s)
           AND NOT coalesce((w.tx, w.number) <= (%(end_tx)s, %(end_number)s), false) AS counts
  FROM stood s
  CROSS JOIN LATERAL (
    SELECT id, tx, number, crossed_on, direction, gate_id, destination
    FROM journeys_crossing WHERE person_id = s.record OFFSET 0) AS c
  LEFT JOIN LATERAL (
    SELECT tx, number FROM journeys_crossingwithdrawal WHERE crossing_id = c.id OFFSET 0) AS w
    ON true
), facts AS MATERIALIZED (
  SELECT was AS cluster, day, gate, direction, province, -1 AS sign
  FROM seen WHERE counted AND was IN (SELECT cluster FROM affected)
  UNION ALL
  SELECT comes, day, gate, direction, province, 1
  FROM seen WHERE counts AND comes IN (SELECT cluster FROM affected)
), province_change AS (
  SELECT province, sum(sign)::int AS persons
  FROM (SELECT DISTINCT cluster, province, sign FROM facts) AS each_once
  GROUP BY province HAVING sum(sign) <> 0
), watches AS (
  SELECT '' AS watch, NULL::text[] AS gates
  UNION ALL SELECT code, gates FROM evidence_watch
), again_change AS (
  SELECT watch, day, previous, sum(sign)::int AS persons
  FROM (
    SELECT watch, day, sign,
           coalesce(lag(day) OVER (PARTITION BY watch, cluster, sign ORDER BY day), '0001-01-01')
             AS previous
    FROM (
      SELECT DISTINCT w.watch, f.cluster, f.day, f.sign
      FROM facts f JOIN watches w ON w.gates IS NULL OR f.gate = ANY (w.gates)
      WHERE f.direction = 1) AS each_once
  ) AS steps
  GROUP BY watch, day, previous HAVING sum(sign) <> 0
)
