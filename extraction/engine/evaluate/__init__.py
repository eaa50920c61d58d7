"""How well documents are read whose right answers are known: `python -m extraction.engine.evaluate`."""
