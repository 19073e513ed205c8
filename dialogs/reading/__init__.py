"""Reads typed values: amounts of money and dates."""
