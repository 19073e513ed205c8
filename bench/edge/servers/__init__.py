"""The programs that are measured, each run as a process of its own: PORT says where it listens.

Those of the peers run in an environment that has none of Baton's packages, so they import nothing of ours.
"""
