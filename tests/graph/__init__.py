"""A Graph and a token service on this machine, held to Microsoft's contract."""
