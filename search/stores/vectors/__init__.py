"""Where the vectors of texts are kept, under the hash of text and model: a text is embedded once."""
