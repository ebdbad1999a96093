"""Data files only: fonts for PDF and pictures, with their licences in LICENCES.md."""
