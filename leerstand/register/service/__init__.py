"""What is done in the register: reports, buildings, contacts with owners, imports."""
