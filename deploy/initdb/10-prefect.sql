-- Prefect keeps its runs beside the records, in a database of its own.
CREATE DATABASE prefect;
