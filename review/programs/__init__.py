"""What programs ask for under `/api/v1`: the same functions as the pages, in JSON."""
