"""State of the open photo: source, recipe, cached result, history. Free of Qt."""
