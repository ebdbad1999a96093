"""What a case is, and what follows from it. Knows nothing of file formats, language models or screens.

    Store.open(path)  ->  Case  ->  analyse(case)  ->  Findings (actors, links, graph, gaps)

Entries are what the agencies wrote and never change; events are what was read in them; everything
else (actors across files, links, gaps) is derived again from those two whenever a case is opened.
"""
