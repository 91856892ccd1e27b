-- What is recorded and not folded yet, cut like the rollups. Not a statement of its own.
SELECT c.crossed_on AS day, c.crossed_at, c.gate_id AS gate, c.direction, c.mode, c.nationality, c.sex,
       left(c.destination, %(province_digits)s) AS province,
       CASE WHEN c.age IS NULL THEN -1
            ELSE (%(bands)s::smallint[])[width_bucket(c.age, %(bands)s::smallint[])] END AS band, 1 AS n
FROM journeys_crossing c WHERE (c.tx, c.number) > (%(tx)s, %(number)s)
UNION ALL
SELECT c.crossed_on, c.crossed_at, c.gate_id, c.direction, c.mode, c.nationality, c.sex,
       left(c.destination, %(province_digits)s),
       CASE WHEN c.age IS NULL THEN -1
            ELSE (%(bands)s::smallint[])[width_bucket(c.age, %(bands)s::smallint[])] END, -1
FROM journeys_crossingwithdrawal w
CROSS JOIN LATERAL (SELECT * FROM journeys_crossing WHERE id = w.crossing_id OFFSET 0) AS c
WHERE (w.tx, w.number) > (%(tx)s, %(number)s)
