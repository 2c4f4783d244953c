"""The tests; a package, because a library that we install brings a package of the same name."""
