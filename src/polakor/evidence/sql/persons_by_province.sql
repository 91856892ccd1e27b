-- Different persons by province, folded or not. Follows clusters.sql.
SELECT province, sum(persons) FROM (
  SELECT province, persons FROM evidence_personsbyprovince
  UNION ALL
  SELECT province, persons FROM province_change
) AS counted
GROUP BY province
