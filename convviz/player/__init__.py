"""The stage: what the browser needs to show a convolution, and the code that shows it there."""
