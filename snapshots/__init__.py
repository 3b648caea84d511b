"""Views on paper: PDF, DOCX, PPTX and pictures of addresses, on order and by the clock, never failed in silence."""
