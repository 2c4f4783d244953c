"""A model behind an OpenAI-compatible endpoint, asked through LangChain and audited by the rules."""
