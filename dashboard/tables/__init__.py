"""Rows and columns of the views as plain data, shared by screen, print and export. No Dash here."""
