"""Which files and functions are on the path of data that decides."""

from __future__ import annotations

from collections.abc import Iterable

from paylint.datapath import Asking, DataPath, data_path, nearest
from paylint.facts import Arrival, Declaration, Flow, Intake, Origin, Program, ProviderUse, Rendering, Route, Sink
from paylint.finding import Confidence, Step, Trace
from paylint.location import Location, Path

VIEWS, GATEWAY, URLS, MODELS, PAGE = (
    Path(f"shop/{name}") for name in ("v.py", "g.py", "urls.py", "m.py", "t/pay.html")
)
DECIDES = frozenset({"card.pan"})


def origin(kind: str) -> Origin:
    return Origin(kind, "request", "n", Location(VIEWS, 3), Confidence.HIGH, "shop.v.Pay.post")


def flow(kind: str) -> Flow:
    steps = Trace(
        (Step("source", Location(VIEWS, 3), "", function="shop.v.Pay.post"), Step("sink", Location(GATEWAY, 5), ""))
    )
    sink = Sink("http", "requests.post", Location(GATEWAY, 5), function="shop.g.send")
    return Flow(origin(kind), sink, steps, frozenset(), Confidence.HIGH)


def path(
    program: Program, *pages: Asking, imports: dict[Path, Iterable[Path]] | None = None, **files: bytes
) -> DataPath:
    sources = {Path(f"shop/{name}.py"): content for name, content in files.items()}
    scripts = (Path("shop/static/pay.js"),)
    return data_path(
        program,
        DECIDES,
        pages,
        lambda address, page: nearest(address, page, scripts),
        sources,
        lambda path: (imports or {}).get(path, ()),
    )


def test_every_step_of_a_flow_counts_with_its_function() -> None:
    found = path(Program(flows=(flow("card.pan"),)))

    assert found.files == ((GATEWAY, ("path",)), (VIEWS, ("path",)))
    assert found.functions == {"shop.v.Pay.post", "shop.g.send"}
    assert found.passes("shop.v.Pay")
    assert not found.passes("shop.v.Pa")


def test_data_that_does_not_decide_makes_no_path() -> None:
    arrival = Arrival(origin("card.expiry"), "shop.v.pay", "/pay", Trace(()))

    assert path(Program(flows=(flow("card.expiry"),), arrivals=(arrival,))).files == ()


def test_declarations_and_routes_to_handlers_on_the_path_count() -> None:
    declared = Declaration("card.pan", "model", "shop.m.Card", "number", Location(MODELS, 2), Confidence.HIGH)
    routes = (
        Route("/pay", (), "shop.v.Pay", Location(URLS, 1)),
        Route("/help", (), "shop.v.help", Location(Path("h.py"), 1)),
    )

    found = path(Program(flows=(flow("card.pan"),), declarations=(declared,), routes=routes))

    assert dict(found.files)[MODELS] == ("declares",)
    assert dict(found.files)[URLS] == ("routes",)
    assert Path("h.py") not in dict(found.files)


def test_what_shows_a_page_with_an_intake_counts_and_so_do_its_handlers() -> None:
    intake = Intake("card.pan", "n", Location(PAGE, 1), "", str(PAGE), True, "route", handlers=("shop.v.pay",))
    shown = Rendering(str(PAGE), "shop.v.form", Location(VIEWS, 9))

    found = path(Program(intakes=(intake,), renderings=(shown,)))

    assert found.files == ((VIEWS, ("renders",)),)
    assert found.functions == {"shop.v.pay", "shop.v.form"}


def test_an_asking_page_brings_its_parts_its_scripts_and_the_code_that_names_it() -> None:
    page = Asking(PAGE, (PAGE, Path("shop/t/base.html")), ("/static/pay.js?v=2", "/static/other.js"))

    found = path(Program(), page, v=b"render('pay.html')", g=b"render('repay.html')", m=b"render('x/pay.html')")

    assert found.files == (
        (Path("shop/static/pay.js"), ("script",)),
        (Path("shop/t/base.html"), ("page",)),
        (PAGE, ("page",)),
        (VIEWS, ("renders",)),
    )


def test_code_that_names_a_provider_counts_and_imports_are_followed_one_step() -> None:
    use = ProviderUse("acme", "call", "redirect", "acme.start", Location(GATEWAY, 4), "")

    found = path(Program(provider_uses=(use,)), imports={GATEWAY: (MODELS,), MODELS: (URLS,)})

    assert found.files == ((GATEWAY, ("provider",)), (MODELS, ("imported",)))


def test_an_address_means_the_file_with_the_longest_end_and_then_the_nearest() -> None:
    files = [Path(name) for name in ("a/static/js/pay.js", "b/static/pay.js", "b/static/js/pay.js")]

    assert nearest("/static/js/pay.js?v=2", Path("b/templates/pay.html"), files) == "b/static/js/pay.js"
    assert nearest("/assets/pay.js", Path("b/templates/pay.html"), files) == "b/static/pay.js"
    assert nearest("/other.js", Path("b/templates/pay.html"), files) is None
