-- Count one window of the log into every rollup. A crossing is +1, its withdrawal -1.
WITH entries AS (
  SELECT c.crossed_on AS day, c.crossed_at, c.gate_id AS gate, c.direction, c.mode, c.nationality,
         c.sex, c.age, c.destination, c.recorded_at AS news_at, 1 AS n
  FROM journeys_crossing c
  WHERE (c.tx, c.number) > (%(tx)s, %(number)s) AND (c.tx, c.number) <= (%(end_tx)s, %(end_number)s)
  UNION ALL
  SELECT c.crossed_on, c.crossed_at, c.gate_id, c.direction, c.mode, c.nationality,
         c.sex, c.age, c.destination, w.withdrawn_at, -1
  FROM journeys_crossingwithdrawal w
  CROSS JOIN LATERAL (SELECT * FROM journeys_crossing WHERE id = w.crossing_id OFFSET 0) AS c
  WHERE (w.tx, w.number) > (%(tx)s, %(number)s) AND (w.tx, w.number) <= (%(end_tx)s, %(end_number)s)
), cut AS MATERIALIZED (
  SELECT day, crossed_at, gate, direction, mode, nationality, sex, news_at, n,
         left(destination, %(province_digits)s) AS province,
         CASE WHEN age IS NULL THEN -1
              ELSE (%(bands)s::smallint[])[width_bucket(age, %(bands)s::smallint[])] END AS band
  FROM entries
), by_day AS (
  INSERT INTO evidence_byday AS kept (day, gate, direction, mode, n)
  SELECT day, gate, direction, mode, sum(n) FROM cut GROUP BY 1, 2, 3, 4
  ON CONFLICT (day, gate, direction, mode) DO UPDATE SET n = kept.n + excluded.n
), by_profile AS (
  INSERT INTO evidence_byprofile AS kept (day, gate, direction, sex, band, n)
  SELECT day, gate, direction, sex, band, sum(n) FROM cut GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT (day, gate, direction, sex, band) DO UPDATE SET n = kept.n + excluded.n
), by_destination AS (
  INSERT INTO evidence_bydestination AS kept (day, gate, direction, province, n)
  SELECT day, gate, direction, province, sum(n) FROM cut GROUP BY 1, 2, 3, 4
  ON CONFLICT (day, gate, direction, province) DO UPDATE SET n = kept.n + excluded.n
), by_hour AS (
  INSERT INTO evidence_byhour AS kept (hour, gate, direction, n)
  SELECT date_trunc('hour', crossed_at), gate, direction, sum(n) FROM cut
  WHERE crossed_at IS NOT NULL GROUP BY 1, 2, 3
  ON CONFLICT (hour, gate, direction) DO UPDATE SET n = kept.n + excluded.n
), by_month AS (
  INSERT INTO evidence_bymonth AS kept (month, province, direction, mode, n)
  SELECT date_trunc('month', day)::date, province, direction, mode, sum(n) FROM cut
  GROUP BY 1, 2, 3, 4
  ON CONFLICT (month, province, direction, mode) DO UPDATE SET n = kept.n + excluded.n
), by_years AS (
  INSERT INTO evidence_byyears AS kept (direction, mode, nationality, sex, band, n)
  SELECT direction, mode, nationality, sex, band, sum(n) FROM cut GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT (direction, mode, nationality, sex, band) DO UPDATE SET n = kept.n + excluded.n
), news AS (
  INSERT INTO evidence_gatenews AS kept (gate, last_at)
  SELECT gate, max(news_at) FROM cut GROUP BY 1
  ON CONFLICT (gate) DO UPDATE SET last_at = greatest(kept.last_at, excluded.last_at)
)
SELECT count(*) FROM cut
