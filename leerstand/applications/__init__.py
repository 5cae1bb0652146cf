"""A newcomer asks for an offer; both sides meet, and say how it ended.

The newcomer writes (draft), sends, may withdraw. The owner, or the municipality for an owner who is not online,
accepts to meet or declines with a reason. Only then do both see each other's name and contact data. In the end one
of them says: agreed (with dates) or not agreed. An application for a pair that the municipality has not released
waits on its desk first.
"""
