"""A case as a document in the order of the worksheet with which a recognition (erkenning) is asked for."""
