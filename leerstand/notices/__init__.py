"""The outbox: what the service tells people, and what became of it.

A use case leaves a notice in its own transaction (`service.tell`); the schedule sends it (`jobs.send_due`):
waiting → sent, or → failed after several tries, or → stopped because the person wants no such mail.
"""
