"""The faces of Casethread: command line, web pages, exports. Imports `ingest` and `model`."""
