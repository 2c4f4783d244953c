"""The recognition room: pictures of pages in, words with boxes out."""
