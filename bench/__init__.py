"""What is measured: run `python -m bench`, read docs/benchmarks.md."""
