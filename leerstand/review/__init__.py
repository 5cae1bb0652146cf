"""The municipality's desk: what is due today, and proposals to look at.

Clerks see the pairs whose building lies in their area, best first, with reasons. They release a pair (both sides are
told, an application that waits is delivered), ask one side a question, or decline with a reason; several at once. Every
decision is recorded with who and when and can be taken back until the mail has left. new → asked → new → released |
declined. The score only orders: a person decides.
"""
