"""Callbacks, one module a page: read state, call a builder, return. No logic of their own.

Each module has plain functions and one `register(app, services)` that wires them to component ids.
"""
