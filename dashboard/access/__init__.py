"""Who may do what on a team's server. On one person's own computer none of this is in the way.

reverse proxy (TLS, shared secret)  ->  gate: secret, session, CSRF token  ->  permit  ->  page or callback

needs.toml   what each address and each callback asks for (read, edit, own ...); what is not named is refused
permit.py    the one function that decides, from an account, its role in the case and what is asked for
accounts.py  accounts, roles by case, failed sign-ins and the trail of all that: one SQLite file beside the cases
sessions.py  who is signed in, on the server alone; a session ends by itself
gate.py      every request passes it; the callbacks of Dash pass `guarded.py` too, with the case they work on
pages.py     sign in, account, who may see this case: plain pages that need no script
"""
