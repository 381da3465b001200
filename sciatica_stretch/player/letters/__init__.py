"""Letters, digits and signs for large text: drawn by strokes, at any size."""
