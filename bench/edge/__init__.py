"""The edge beside its peers, as a channel sees it: run `python -m bench.edge` (make bench-edge)."""
