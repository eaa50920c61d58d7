"""The pages about rules of vendors: made from a correction, tried on the past, seen and switched."""
