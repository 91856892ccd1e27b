-- Retire what the source no longer has, one level at a time from above: places beside those it
-- names (same level, same parent), and places in something that is itself retired. A file of one
-- commune so leaves the rest of the country alone. Provinces belong to the pack.
UPDATE reference_place AS held
SET retired_on = %(today)s
FROM reference_place AS above
WHERE above.code = held.parent_id
  AND held.level = %(level)s
  AND held.retired_on IS NULL
  AND NOT EXISTS (SELECT FROM incoming_place AS incoming WHERE incoming.code = held.code)
  AND (above.retired_on IS NOT NULL
       OR (held.level, held.parent_id) IN (SELECT level, parent FROM incoming_place))
