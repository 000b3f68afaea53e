"""What paylint looks for: rules about account data, models of libraries and payment providers, and vocabulary."""

from paylint.packs import Pack

PACK = Pack(name=__name__, prefix="PAY", api=1)
