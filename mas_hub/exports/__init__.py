"""What one agency takes away from a meeting: `document` decides what is in it, the writers only how it looks.

`document.build` reads the board's views of one moment. A writer takes the document and gives bytes; it adds no fact and
leaves none out, so every format of one document says the same. `actions` audits before the first byte leaves.
"""
