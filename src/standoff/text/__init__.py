"""Text from strangers becomes data here: documents, diagnostics, expressions; knows no case or game."""
