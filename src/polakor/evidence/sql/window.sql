-- The last entry of the next :limit of the log, or no row. Entries of transactions still open, and
-- of any that began after the oldest of them, wait: they are read later, so none is read twice or missed.
SELECT tx, number FROM (
  (SELECT tx, number FROM journeys_crossing
   WHERE (tx, number) > (%(tx)s, %(number)s) AND tx < %(open_tx)s
   ORDER BY tx, number LIMIT %(limit)s)
  UNION ALL
  (SELECT tx, number FROM journeys_crossingwithdrawal
   WHERE (tx, number) > (%(tx)s, %(number)s) AND tx < %(open_tx)s
   ORDER BY tx, number LIMIT %(limit)s)
  ORDER BY tx, number LIMIT %(limit)s
) AS entries
ORDER BY tx DESC, number DESC LIMIT 1
