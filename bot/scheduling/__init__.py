"""Scheduling at the edge: what a turn wants of calendars is carried out here."""
