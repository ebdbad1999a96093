"""Files in, entries and events out. Imports `model`, never `dashboard`.

    bytes  ->  readers (blocks)  ->  tables / narrative (entries)  ->  dating (when)  ->  language (events)

The main flow stands in `ingest.read`.
"""
