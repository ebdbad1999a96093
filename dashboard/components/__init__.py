"""Pieces of pages: functions that return Dash components. Case text goes only into `children`."""
