"""How whoever runs the service sees what it does: log lines, figures for Prometheus, faults for Sentry."""
