"""What Pysa writes about a flow becomes one result that ends at the sink."""

import json

from tests.peers.pysa import Place, findings, sarif

ISSUE = {
    "code": 9002,
    "message": "card data is logged",
    "filename": "source/views.py",
    "traces": [
        {"name": "forward", "roots": [{"origin": {"line": 3}}]},
        {
            "name": "backward",
            "roots": [{"call": {"position": {"line": 5}, "resolves_to": ["gateway.send"], "port": "formal(card)"}}],
        },
    ],
}
MODEL = {
    "callable": "gateway.send",
    "filename": "source/gateway.py",
    "sinks": [
        {
            "port": "formal(card)[number]",
            "taint": [{"kinds": [{"kind": "Logged", "length": 1}], "origin": {"line": 9}}],
        },
        {"port": "formal(other)", "taint": [{"kinds": [{"kind": "Logged"}], "origin": {"line": 99}}]},
    ],
}
OUTPUT = [
    json.dumps({"file_version": 3}),
    json.dumps({"kind": "model", "data": MODEL}),
    json.dumps({"kind": "issue", "data": ISSUE}),
]


def test_a_trace_goes_on_through_the_models_of_the_functions_called():
    found = list(findings(OUTPUT))

    assert found == [
        (
            "9002",
            "card data is logged",
            (Place("source/views.py", 3), Place("source/views.py", 5), Place("source/gateway.py", 9)),
        )
    ]


def test_flows_with_one_sink_are_one_result_with_several_traces():
    twice = [*findings(OUTPUT), ("9002", "", (Place("source/other.py", 1), Place("source/gateway.py", 9)))]

    (result,) = sarif(iter(twice))["runs"][0]["results"]

    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "gateway.py"
    assert len(result["codeFlows"]) == 2


def test_a_flow_that_ends_in_a_library_is_left_out():
    outside = ("9002", "", (Place("source/views.py", 1), Place("*", 4)))

    assert sarif(iter([outside]))["runs"][0]["results"] == []
