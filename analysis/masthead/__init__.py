"""What the head and the foot of a document print: kind, title, date, sender, addressee, number."""
