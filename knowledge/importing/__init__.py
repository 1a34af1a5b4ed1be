"""Cases from a sheet: read, checked row by row, shown before anything is kept, then drafts in review."""
