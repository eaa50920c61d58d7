"""What whoever runs the service looks at: whether it works, how much it does, and what fails."""
