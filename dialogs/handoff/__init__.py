"""Handoffs in conversation: starting, acting, cards, lists and reports."""
