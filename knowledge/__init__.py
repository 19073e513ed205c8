"""What Baton knows, how it understands a question, and how it composes an answer."""

from knowledge.answer import Answer, Citation, Kind
from knowledge.errors import KnowledgeError
from knowledge.expert import Expert, RoleChoice

__all__ = ["Answer", "Citation", "Expert", "Kind", "KnowledgeError", "RoleChoice"]
