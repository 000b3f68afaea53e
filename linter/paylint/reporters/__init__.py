"""How a report is shown: one function ``report(report, stream)`` a module. Reporters only write; they decide nothing."""
