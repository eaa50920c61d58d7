"""Rules that an account makes of its vendors."""
