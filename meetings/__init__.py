"""The pure part of scheduling: windows, slots, reasons, agenda and invitations; no SDK, no I/O."""
