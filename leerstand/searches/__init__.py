"""What a person or a group looks for.

A newcomer writes it in five short steps, checks it, consents and makes it active; pauses and resumes at will.
draft → active ↔ paused → ended. Only its owner moves it; only active searches are matched.
"""
