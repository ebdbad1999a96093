"""One module a page: layouts from what the library and the case hold. Callbacks fill what changes."""
