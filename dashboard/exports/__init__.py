"""What leaves the building: JSON (the contract), CSV, XLSX. Each takes a case and its findings.

    Case + Findings  ->  json_export | chronology rows  ->  bytes  ->  files.write_whole

Cells that a spreadsheet could take for a formula are neutralised (`cells.py`); files are written
whole or not at all (`files.py`).
"""
