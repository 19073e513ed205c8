"""Microsoft Graph: calendars and the directory, through Microsoft's SDK under Baton's own manners.

The SDK is imported by these files only, and they by `build` at need: a start without Graph does not load it.
"""
