"""The discussion's meeting over HTTP, with a fake Graph and a fake token service beside the bot."""
