-- Different persons day by day from nothing, up to a place in the logs, for one watch.
WITH later_moves AS MATERIALIZED (
  SELECT DISTINCT ON (m.person_id) m.person_id, m.before_id FROM registry_clustermove m
  WHERE (m.tx, m.number) > (%(end_move_tx)s, %(end_move_number)s)
  ORDER BY m.person_id, m.tx, m.number
), facts AS MATERIALIZED (
  SELECT DISTINCT coalesce(f.before_id, p.canonical_id, p.id) AS cluster, c.crossed_on AS day
  FROM journeys_crossing c JOIN registry_person p ON p.id = c.person_id
  LEFT JOIN later_moves f ON f.person_id = c.person_id
  LEFT JOIN journeys_crossingwithdrawal w
    ON w.crossing_id = c.id AND (w.tx, w.number) <= (%(end_tx)s, %(end_number)s)
  WHERE (c.tx, c.number) <= (%(end_tx)s, %(end_number)s) AND w.crossing_id IS NULL
    AND c.direction = 1 AND (%(gates)s::text[] IS NULL OR c.gate_id = ANY (%(gates)s::text[]))
)
INSERT INTO evidence_personsagain (watch, day, previous, persons)
SELECT %(watch)s, day, previous, count(*) FROM (
  SELECT day, coalesce(lag(day) OVER (PARTITION BY cluster ORDER BY day), '0001-01-01') AS previous
  FROM facts
) AS steps
GROUP BY day, previous
