"""One module per screen: parse, call, show."""
