"""The edge: the only room with network, database, environment and clock."""
