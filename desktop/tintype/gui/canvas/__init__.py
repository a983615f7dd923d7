"""The picture on screen: zoom, pan, split and peek."""
