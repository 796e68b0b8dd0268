"""A layer as a figure or a film, drawn by Matplotlib, which is imported when something is drawn."""
