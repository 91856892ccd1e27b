-- Different persons by province from nothing, up to a place in the logs: for counting anew.
WITH later_moves AS MATERIALIZED (
  SELECT DISTINCT ON (m.person_id) m.person_id, m.before_id FROM registry_clustermove m
  WHERE (m.tx, m.number) > (%(end_move_tx)s, %(end_move_number)s)
  ORDER BY m.person_id, m.tx, m.number
)
INSERT INTO evidence_personsbyprovince (province, persons)
SELECT province, count(*) FROM (
  SELECT DISTINCT coalesce(f.before_id, p.canonical_id, p.id) AS cluster,
         left(c.destination, %(province_digits)s) AS province
  FROM journeys_crossing c JOIN registry_person p ON p.id = c.person_id
  LEFT JOIN later_moves f ON f.person_id = c.person_id
  LEFT JOIN journeys_crossingwithdrawal w
    ON w.crossing_id = c.id AND (w.tx, w.number) <= (%(end_tx)s, %(end_number)s)
  WHERE (c.tx, c.number) <= (%(end_tx)s, %(end_number)s) AND w.crossing_id IS NULL
) AS each_once
GROUP BY province
