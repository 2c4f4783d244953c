"""When things happen: admitting, processing and watching, by command or through Prefect."""
