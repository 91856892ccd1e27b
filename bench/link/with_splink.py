"""Links the same files with Splink 5 on DuckDB; run as a program of its own to be measured.

Set as its documentation advises for two files without labels: u by random sampling, m by
expectation maximisation on a sample of the register, names compared by Jaro-Winkler with term
frequencies, dates by distance. Names in Khmer and Thai are romanised by anyascii beforehand; that
time is told apart and not counted against Splink.
"""

import json
import sys
import time
from pathlib import Path

import duckdb
import numpy as np
import splink.comparison_library as cl
from anyascii import anyascii
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

SAMPLE = 50_000
RULES = (
    ("family", "given"),
    ("given", "family"),
    ("given", "year"),
    ("family", "birth"),
    ("phone",),
    ("number",),
    ("family", "year", "place"),
)


def prepared(connection: duckdb.DuckDBPyConnection, file: Path, table: str, key: str) -> None:
    """A table with romanised names, family name first and given name last."""
    connection.execute(
        f"create table raw_{table} as select *, coalesce(nullif(name_latin, ''), "
        "nullif(name_km, ''), name_th) as told from read_csv(?, all_varchar=true, header=true)",
        [str(file)],
    )
    texts = connection.execute(f"select distinct told from raw_{table} where told <> ''").fetchall()
    names = {
        "told": np.array([text for (text,) in texts], dtype=object),
        "name": np.array([anyascii(text).lower() for (text,) in texts], dtype=object),
    }
    connection.register("names", names)
    connection.execute(
        f"create table {table} as select {key} as unique_id, "
        "split_part(n.name, ' ', 1) as family, nullif(list_extract(split(n.name, ' '), -1), '') "
        "as given, n.name as name, nullif(sex, '') as sex, birth_date as birth, "
        "nullif(left(birth_date, 4), '') as year, nullif(home_place_code, '') as place, "
        "nullif(phone, '') as phone, nullif(document_number, '') as number "
        f"from raw_{table} r left join names n using (told)"
    )
    connection.unregister("names")


def settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("family", [0.92, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            cl.JaroWinklerAtThresholds("given", [0.92, 0.8]).configure(
                term_frequency_adjustments=True
            ),
            cl.ExactMatch("sex"),
            cl.LevenshteinAtThresholds("birth", [1, 4]),
            cl.LevenshteinAtThresholds("place", [2, 4]),
            cl.ExactMatch("phone"),
            cl.ExactMatch("number"),
        ],
        blocking_rules_to_generate_predictions=[swapped(rule) for rule in RULES],
        retain_matching_columns=False,
    )


def swapped(rule: tuple[str, ...]) -> object:
    """A blocking rule; ("given", "family") means the words the other way round."""
    if rule == ("given", "family"):
        return "l.family = r.given and l.given = r.family"
    return block_on(*rule)


def main() -> None:
    folder, out, threshold = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    began = time.monotonic()
    prepared(connection, folder / "list.csv", "listed", '"row"')
    prepared(connection, folder / "register.csv", "known", "id")
    romanised = time.monotonic()
    api = DuckDBAPI(connection=connection)
    connection.execute(
        f"create table sample as select * from known using sample {SAMPLE} (reservoir, 1)"
    )
    trained = Linker(
        [api.register("listed"), api.register("sample")], settings(), log_level="ERROR"
    )
    trained.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (("given", "year"), ("family", "place")):
        trained.training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule), record_sample_proportion=1.0
        )
    model = trained.misc.save_model_to_json()
    # Half of the list is in the register: one chance in so many pairs.
    ((many,),) = connection.execute("select count(*) from known").fetchall()
    model["probability_two_random_records_match"] = 0.5 / many
    linker = Linker([api.register("listed"), api.register("known")], model, log_level="ERROR")
    training = time.monotonic()
    found = linker.inference.predict(threshold_match_probability=threshold)
    connection.execute(
        "copy (select unique_id_l, unique_id_r, match_weight from "
        f"{found.physical_name}) to '{out}' (header)"
    )
    done = time.monotonic()
    print(
        json.dumps(
            {
                "romanise_seconds": round(romanised - began, 1),
                "train_seconds": round(training - romanised, 1),
                "predict_seconds": round(done - training, 1),
                "seconds": round(done - romanised, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
