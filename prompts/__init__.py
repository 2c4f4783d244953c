"""Room for what is said to a model and what it must answer; used by `analysis` alone."""
