"""People, what they may do, and how they come in.

Anyone signs in by a link sent to their address; staff are invited by the operator. Roles tie a person to an
organisation; a municipality's keys (AGS) say which buildings its people see. What staff read and change in
personal data stands in the audit trail.
"""
