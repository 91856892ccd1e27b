-- The same for the log of person records that came to stand under another.
SELECT tx, number FROM (
  SELECT tx, number FROM registry_clustermove
  WHERE (tx, number) > (%(move_tx)s, %(move_number)s) AND tx < %(open_tx)s
  ORDER BY tx, number LIMIT %(limit)s
) AS entries
ORDER BY tx DESC, number DESC LIMIT 1
