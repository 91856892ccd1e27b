-- Different persons of a period and some gates, from the crossings themselves: the long way, for the
-- half second before a newly named emergency is counted for itself.
SELECT count(DISTINCT coalesce(p.canonical_id, p.id))
FROM journeys_crossing c JOIN registry_person p ON p.id = c.person_id
WHERE c.direction = 1 AND c.crossed_on BETWEEN %(since)s AND %(until)s
  AND c.gate_id = ANY (%(gates)s::text[])
  AND NOT EXISTS (SELECT FROM journeys_crossingwithdrawal w WHERE w.crossing_id = c.id)
