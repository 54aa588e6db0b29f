"""The kinds of documents, by what they are about."""
