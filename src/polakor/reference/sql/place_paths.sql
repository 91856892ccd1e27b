-- For each of the codes asked for: the place itself and every place it lies in, province first.
WITH RECURSIVE path AS (
  SELECT code AS start, code, level, parent_id, province, name_km, name_latin
  FROM reference_place
  WHERE code = ANY (%(codes)s)
  UNION ALL
  SELECT path.start, above.code, above.level, above.parent_id, above.province, above.name_km,
         above.name_latin
  FROM path
  JOIN reference_place AS above ON above.code = path.parent_id
)
SELECT start, code, level, coalesce(parent_id, ''), province, name_km, name_latin
FROM path
ORDER BY start, level
