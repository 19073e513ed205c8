"""The Teams app package: template, icons, checks and build; it stands alone."""
