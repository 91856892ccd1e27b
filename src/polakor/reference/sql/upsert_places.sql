-- Bring reference_place to what the temporary table incoming_place says.
-- A province the pack names keeps the pack's names; the gazetteer's spellings join its other names.
-- Rows that are the same already are not written again, so a second import writes nothing.
INSERT INTO reference_place AS held
       (code, level, parent_id, province, name_km, name_latin, other_names, source)
SELECT code, level, NULLIF(parent, ''), province, name_km, name_latin, other_names, %(source)s
FROM incoming_place
ORDER BY level, code
ON CONFLICT (code) DO UPDATE SET
  level       = excluded.level,
  parent_id   = excluded.parent_id,
  province    = excluded.province,
  name_km     = CASE WHEN held.source LIKE 'pack %%' THEN held.name_km ELSE excluded.name_km END,
  name_latin  = CASE WHEN held.source LIKE 'pack %%' THEN held.name_latin
                     ELSE excluded.name_latin END,
  other_names = CASE WHEN held.source LIKE 'pack %%' THEN (
                       SELECT coalesce(array_agg(name ORDER BY first), '{}')
                       FROM (SELECT name, min(place) AS first
                             FROM unnest(held.other_names || excluded.name_km
                                         || excluded.name_latin || excluded.other_names)
                                  WITH ORDINALITY AS named (name, place)
                             WHERE name NOT IN ('', held.name_km, held.name_latin)
                             GROUP BY name) AS spelt)
                     ELSE excluded.other_names END,
  source      = CASE WHEN held.source LIKE 'pack %%' THEN held.source ELSE excluded.source END,
  retired_on  = NULL
WHERE held.retired_on IS NOT NULL
   OR (held.source NOT LIKE 'pack %%'
       AND (held.level, held.parent_id, held.province, held.name_km, held.name_latin,
            held.other_names, held.source)
           IS DISTINCT FROM
           (excluded.level, excluded.parent_id, excluded.province, excluded.name_km,
            excluded.name_latin, excluded.other_names, excluded.source))
   OR (held.source LIKE 'pack %%'
       AND NOT (array_remove(
                  ARRAY[excluded.name_km, excluded.name_latin] || excluded.other_names, '')
                <@ (ARRAY[held.name_km, held.name_latin] || held.other_names)))
RETURNING (xmax = 0) AS added
