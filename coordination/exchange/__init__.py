"""Packages of other coordination systems: what they hold, and how their fields and choices are ours."""

from coordination.exchange.package import EntitySchema, FieldSchema, Package, Record, Value
from coordination.exchange.reading import package_of
from coordination.exchange.writing import bytes_of

__all__ = ["EntitySchema", "FieldSchema", "Package", "Record", "Value", "bytes_of", "package_of"]
