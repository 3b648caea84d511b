"""Reports composed of numbers: what a bulletin says, as blocks that a page prints and a document writer writes."""
