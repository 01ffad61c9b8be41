"""How text from strangers becomes data: documents, diagnostics, expressions."""
