"""What a customer does about a plan: look, buy, change, cancel; and setting up the shop at Stripe."""
