"""What an account may still use and what it has used: exact limits, reports, and mails about both."""
