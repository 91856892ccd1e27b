-- Retire what the source no longer has: places of the levels and provinces it covers, and no others,
-- so that a file of one province leaves the rest of the country alone. Provinces belong to the pack.
UPDATE reference_place AS held
SET retired_on = %(today)s
WHERE held.retired_on IS NULL
  AND held.level > 1
  AND held.level = ANY (SELECT DISTINCT level FROM incoming_place)
  AND held.province = ANY (SELECT DISTINCT province FROM incoming_place)
  AND NOT EXISTS (SELECT FROM incoming_place AS incoming WHERE incoming.code = held.code)
