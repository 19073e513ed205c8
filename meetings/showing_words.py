"""How a time is written for people."""

DAY_TIME = "{day}, {start} ({offset})"
TIMES = "{day}, {start}-{end} ({offset})"
OVERNIGHT = "{day}, {start} to {end_day}, {end} ({offset})"
MIDNIGHT = "24:00"
OTHER_DAY = {-1: "{offset}, day before", 1: "{offset}, next day"}
BOTH_OFFSETS = "{offset}, then {then}"
NAMES = ", "
