"""What people see of their plan, and what they can do about it."""
