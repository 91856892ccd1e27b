"""How fast and how surely a counter search finds who is meant, beside tuned pg_trgm.

    ./polakor bench search [--people 2000000] [--questions 500] [--data FOLDER] [--no-trigram]
                           [--intake] [--keep-results]

Makes a database (its own embedded server; ``--data`` keeps it for the next run), fills it with
invented people of ``bench/people``, and asks questions at a counter about some of them, each as
one text: name, year, province, as they were said. Measured is the whole of ``search``: reading
the text, finding, comparing, explaining, writing down what was shown. Row security is on, as the
running role; the same questions are asked again without it, and of pg_trgm on the same data.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]
TODAY = date(2025, 8, 6)
GOAL_P95_MS, GOAL_RECALL = 22.0, 0.97
WARM = 20


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="polakor bench search")
    parser.add_argument("--people", type=int, default=2_000_000)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, help="keep the database in this folder")
    parser.add_argument("--no-trigram", action="store_true")
    parser.add_argument("--no-off", action="store_true", help="leave out row security off")
    parser.add_argument("--intake", action="store_true", help="also while people are registered")
    parser.add_argument("--intake-a-second", type=float, default=0.0, help="0: half of what it can")
    parser.add_argument("--misses", action="store_true", help="print the questions not answered")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--keep-results", action="store_true")
    return parser.parse_args()


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Any]:
    """The addresses of a database with the pack loaded, in a folder kept or thrown away."""
    from polakor.doors.command import database, surroundings
    from polakor.doors.command.home import Home

    with tempfile.TemporaryDirectory(prefix="polakor-bench-") as folder:
        home = Home((options.data or Path(folder) / "data").resolve())
        with database.for_command(home, None) as addresses:
            os.environ.update(surroundings.environment(home, addresses.app))
            import django

            django.setup()
            yield addresses


def spoken(register: Any, question: Any, provinces: dict[str, tuple[str, str]]) -> str:
    """The question as it is typed into the one box."""
    year = str(question.year) if question.year else ""
    km, latin = provinces[question.province] if question.province else ("", "")
    return " ".join(
        filter(None, (question.name, year, km if question.script == "khmer" else latin))
    )


def share_that_could_be_known(register: Any, questions: list[Any]) -> float:
    """Recall at 10 of one who hears every name without fault and has only what was said.

    People whom the very same facts fit cannot be told apart: of n, ten are shown.
    """
    who = np.column_stack([register.family, register.given])
    _, number = np.unique(who, axis=0, return_inverse=True)
    number = number.reshape(-1)
    order = np.argsort(number, kind="stable")
    starts = np.searchsorted(number[order], np.arange(number.max() + 2))
    provinces = np.array([code[:2] for code in register.places])
    total = 0.0
    for question in questions:
        name = number[question.person]
        same = order[starts[name] : starts[name + 1]]
        if question.year and "wrong year" not in question.noise:
            same = same[(register.year[same] == question.year) | (register.precision[same] == 0)]
        if question.province and "other province" not in question.noise:
            same = same[provinces[register.place[same]] == question.province]
        total += min(1.0, 10 / max(1, len(same)))
    return total / len(questions)


def servers_seconds() -> float:
    """Processor time the server spent for this connection; 0 where it cannot be known."""
    from django.db import connection

    try:
        process = connection.connection.info.backend_pid
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    except (AttributeError, OSError):
        return 0.0


def asked_all(
    questions: list[Any], ask: Callable[[Any], list[Any]], meant: Callable[[Any], Any], label: str
) -> dict[str, Any]:
    """Recall at 1 and 10, and the time of each question in ms."""
    for question in questions[:WARM]:
        ask(question)
    times, used, served, ranks = [], [], [], []
    for question in questions[WARM:]:
        before, worked, began = servers_seconds(), time.process_time(), time.perf_counter()
        found = ask(question)
        times.append((time.perf_counter() - began) * 1000)
        used.append((time.process_time() - worked) * 1000)
        served.append((servers_seconds() - before) * 1000)
        want = meant(question)
        ranks.append(found.index(want) if want in found else 99)
    rank = np.array(ranks)
    result = {
        "questions": len(ranks),
        "recall_at_1": round(float((rank < 1).mean()), 4),
        "recall_at_10": round(float((rank < 10).mean()), 4),
        "p50_ms": round(float(np.percentile(times, 50)), 2),
        "p95_ms": round(float(np.percentile(times, 95)), 2),
        "p99_ms": round(float(np.percentile(times, 99)), 2),
        "own_cpu_p50_ms": round(float(np.percentile(used, 50)), 2),
        "own_cpu_p95_ms": round(float(np.percentile(used, 95)), 2),
        "server_cpu_p50_ms": round(float(np.percentile(served, 50)), 2),
        "server_cpu_p95_ms": round(float(np.percentile(served, 95)), 2),
        "both_cpu_p95_ms": round(float(np.percentile(np.add(used, served), 95)), 2),
        "load": round(os.getloadavg()[0], 1),
    }
    by = {}
    for kind in ("khmer", "latin", "thai"):
        some = np.array([q.script == kind for q in questions[WARM:]])
        by[kind] = round(float((rank[some] < 10).mean()), 4)
    for kind in ("misspelt", "swapped", "cut", "one word", "no year", "wrong year"):
        some = np.array([kind in q.noise for q in questions[WARM:]])
        if some.any():
            by[kind] = round(float((rank[some] < 10).mean()), 4)
    result["recall_at_10_of"] = by
    print(label, json.dumps(result, ensure_ascii=False), file=sys.stderr, flush=True)
    result["ranks"] = ranks
    return result


def measure(options: argparse.Namespace, addresses: Any) -> dict[str, Any]:
    import load  # type: ignore[import-not-found]
    import psycopg
    from people.noise import make_questions
    from people.register import make_register

    register = make_register(
        options.people, seed=options.seed, places=load.place_codes(addresses.owner)
    )
    questions = make_questions(register, options.questions + WARM, seed=options.seed)
    with psycopg.connect(addresses.owner) as db:
        filled = db.execute("SELECT 1 FROM registry_person LIMIT 1").fetchone()
        provinces = {
            code: (km, latin)
            for code, km, latin in db.execute(
                "SELECT code, name_km, name_latin FROM reference_place WHERE level = 1"
            )
        }
    results: dict[str, Any] = {"people": options.people, "questions": options.questions}
    if not filled:
        results["loading"] = load.fill(addresses.owner, register)
    results["could_be_known_at_10"] = round(share_that_could_be_known(register, questions), 4)
    results.update(ours(options, addresses, register, questions, provinces))
    if not options.no_trigram:
        import trigram  # type: ignore[import-not-found]

        results["pg_trgm"] = trigram.measure(register, questions, asked_all)
    return results


def ours(
    options: argparse.Namespace,
    addresses: Any,
    register: Any,
    questions: list[Any],
    provinces: dict[str, tuple[str, str]],
) -> dict[str, Any]:
    import load
    from django.db import connection

    from polakor.access.context import acting_as
    from polakor.access.queries.actors import actor_by_name
    from polakor.registry.queries.search import search
    from polakor.registry.queries.words import word_index

    actor = actor_by_name("command-line")
    out: dict[str, Any] = {}

    def ask(question: Any) -> list[Any]:
        answer = search(actor, on=TODAY, text=spoken(register, question, provinces), limit=10)
        return [hit.person.id for hit in answer.hits]

    def meant(question: Any) -> Any:
        return load.person_id(question.person)

    began, worked, before = time.monotonic(), time.process_time(), memory_mb()
    word_index().load(actor)
    out["words"] = len(word_index())
    out["reading_words_seconds"] = round(time.monotonic() - began, 1)
    out["reading_words_cpu_seconds"] = round(time.process_time() - worked, 1)
    out["words_mb"] = round(memory_mb() - before)
    if options.profile:
        return {**out, **profiled(questions, ask)}
    # Once through unmeasured, so that neither of the two finds the pages of the other.
    for question in questions:
        ask(question)
    word_index().forget_answers()
    on = asked_all(questions, ask, meant, "row security on")
    if options.misses:
        show_misses(register, questions, on["ranks"], provinces)
    out["row_security_on"] = on
    if not options.no_off:
        word_index().forget_answers()
        with without_row_security(addresses):
            out["row_security_off"] = asked_all(questions, ask, meant, "row security off")
        out["row_security_ratio_p95"] = round(on["p95_ms"] / out["row_security_off"]["p95_ms"], 3)
    if options.intake:
        import intake  # type: ignore[import-not-found]

        word_index().forget_answers()
        out["with_intake"] = intake.measure(options, register, questions, ask, meant, asked_all)
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_size_pretty(pg_total_relation_size(oid)) FROM pg_class"
            " WHERE relname IN ('registry_namereading', 'registry_nameword')"
        )
        out["sizes"] = dict(cursor.fetchall())
    connection.close()
    return out


def memory_mb() -> float:
    """What this process holds in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


@contextmanager
def without_row_security(addresses: Any) -> Iterator[None]:
    """The tables a search reads, open to all for a while: the price of the policies."""
    import psycopg

    tables = ("person", "personname", "namereading", "nameword", "phone", "document")
    with psycopg.connect(addresses.owner, autocommit=True) as db:
        for table in tables:
            db.execute(f"ALTER TABLE registry_{table} DISABLE ROW LEVEL SECURITY")
        try:
            yield
        finally:
            for table in tables:
                db.execute(f"ALTER TABLE registry_{table} ENABLE ROW LEVEL SECURITY")


def show_misses(register: Any, questions: list[Any], ranks: list[int], provinces: Any) -> None:
    for question, rank in zip(questions[WARM:], ranks, strict=True):
        if rank >= 10:
            people = np.array([question.person])
            block = register.columns(people, np.random.default_rng(0))
            known = " | ".join(
                str(block[c][0]) for c in ("name_km", "name_latin", "name_th", "birth_date")
            )
            print(question.name, question.year, question.province, question.noise, "→", known)


def profiled(questions: list[Any], ask: Callable[[Any], Any]) -> dict[str, Any]:
    import cProfile
    import pstats

    for question in questions[:WARM]:
        ask(question)
    profiler = cProfile.Profile()
    with profiler:
        for question in questions[WARM:]:
            ask(question)
    pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(35)
    pstats.Stats(profiler, stream=sys.stderr).sort_stats("cumtime").print_stats(60)
    return {}


def main() -> None:
    options = arguments()
    with opened(options) as addresses:
        results = measure(options, addresses)
        from django.db import connection

        connection.close()
    for part in results.values():
        if isinstance(part, dict):
            part.pop("ranks", None)
    results.update(
        cores=os.cpu_count(), python=platform.python_version(), load_before=LOAD, today=str(TODAY)
    )
    print(json.dumps(results, indent=1, ensure_ascii=False))
    if options.keep_results:
        text = json.dumps(results, indent=1, ensure_ascii=False)
        (HERE / "results.json").write_text(text + "\n", encoding="utf-8")


LOAD = round(os.getloadavg()[0], 1)

if __name__ == "__main__":
    main()
