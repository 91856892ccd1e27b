"""A job that is cut off the first time and done the second."""

import time

from django.db import connection
from procrastinate.contrib.django import app


@app.task(name="tiny_jobs.slow")
def slow() -> None:
    """Write down that it began; take a minute unless it began before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into began (at) values (now()) returning (select count(*) from began)"
        )
        before = cursor.fetchone()[0]
    if before == 0:
        time.sleep(60)
