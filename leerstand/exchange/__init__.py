"""What comes in and goes out as a whole: the sample region, files people hand in, one's own data.

Staff import, everyone takes their own data along or deletes their account; nothing here has states of its own.
"""
