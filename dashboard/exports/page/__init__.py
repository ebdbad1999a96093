"""Data files only (style and script of the HTML export), put into the page itself by `html_export`."""
