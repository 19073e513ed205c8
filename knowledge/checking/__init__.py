"""What keeps the knowledge files true: their references, their names, and the documents they cite."""
