, by_province AS (
  INSERT INTO evidence_personsbyprovince AS kept (province, persons)
  SELECT province, persons FROM province_change
  ON CONFLICT (province) DO UPDATE SET persons = kept.persons + excluded.persons
), again AS (
  INSERT INTO evidence_personsagain AS kept (watch, day, previous, persons)
  SELECT watch, day, previous, persons FROM again_change
  ON CONFLICT (watch, day, previous) DO UPDATE SET persons = kept.persons + excluded.persons
)
SELECT 1
