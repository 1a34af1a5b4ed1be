"""The sections of knowledge centres: made with the page of the centre."""
