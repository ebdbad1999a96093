"""Presenting: a room is shown, stop by stop, what was known, and never what came later.

Walkthrough + Whole  ->  `Stage.scene`  ->  Scene  ->  `pieces`  ->  the server's answer, or a sealed part of a file
"""
