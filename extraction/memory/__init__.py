"""What an account has taught about its vendors: rules in words, tried on the past, applied to what comes."""
