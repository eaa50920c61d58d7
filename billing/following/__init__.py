"""What Stripe says, and what follows from it: events, the one writer of subscriptions, unpaid invoices."""
