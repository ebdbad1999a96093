"""What Casethread is made of: the list of its packages, their licences, and whether a weakness is known in any.

    requirements.lock  ->  lock.packages  ->  sbom.py      make sbom    CycloneDX 1.6, checked against its schema
                                          ->  licences.py  (in the tests; docs/licences.md)
                                          ->  audit.py     make audit   fails when the service could not be asked

For maintainers and security officers; no part of the program.
"""
